"""A list to choose from can be seen to be one."""

from tests.correspondentie.web.conftest import Zit


def test_a_list_to_choose_from_has_an_arrow(zit: Zit) -> None:
    roos = zit("roos")
    roos.start_concept("terugvordering")
    beeld = roos.page.locator("#geval").evaluate("lijst => getComputedStyle(lijst).backgroundImage")

    assert beeld.startswith('url("data:image/svg+xml')

"""Which characters a filled letter can have: those of the specimens, each with a glyph of its own."""

# Latin as western Europe writes it, what the sjablonen use, and the joined letters of the font.
KLEIN = (
    "".join(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100))))
    + "ŒœŠšŸŽž–—‘’‚“”„†•…‹›€−≤≥"
    + " ff ft fft"
)
# Every letter of Latin Extended-A and the other letters with a sign above or below that the BRP knows.
GROOT = (
    KLEIN
    + "".join(map(chr, range(0x100, 0x180)))
    + "ǍǎǏǐǑǒǓǔǤǥǦǧǨǩǪǫǴǵǸǹǺǻǼǽǾǿȘșȚțȞȟ"
    + "ḂḃḊḋḌḍḞḟḠḡḢḣḤḥḰḱḲḳḴḵḶḷṀṁṂṃṄṅṆṇṖṗṘṙṚṛṠṡṢṣṪṫṬṭẀẁẂẃẄẅẎẏẐẑẒẓẞẠạẸẹẼẽỊịỌọỤụỲỳỸỹ"
)
# And what Vietnamese names have beyond that.
VIETNAMEES = GROOT + "ƠơƯư" + "".join(map(chr, range(0x1EA2, 0x1EFA)))
# The no-break space has the glyph of a space. Nothing else here shares one, as the no-break hyphen would.
TEKENS = frozenset(VIETNAMEES) | {"\u00a0"}

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates many PDFs in one JVM. The argument is a file with one path a line; for each path and profile one
 * line comes out: number of the path, profile, OK | FAILED | ERROR, details; separated by tabs.
 */
public final class VeraCheck {
    private static final List<PDFAFlavour> PROFILES = List.of(PDFAFlavour.PDFA_2_A, PDFAFlavour.PDFUA_1);

    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        List<String> paths = Files.readAllLines(Path.of(args[0]));
        for (int number = 0; number < paths.size(); number++) {
            for (PDFAFlavour profile : PROFILES) {
                System.out.println(number + "\t" + profile.getId() + "\t" + check(new File(paths.get(number)), profile));
            }
        }
    }

    private static String check(File file, PDFAFlavour profile) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profile);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            return result.isCompliant() ? "OK\t" : "FAILED\t" + describe(result);
        } catch (Exception | LinkageError error) { // a validator that cannot work has not approved anything
            return "ERROR\t" + String.valueOf(error).replaceAll("\\s+", " ");
        }
    }

    private static String describe(ValidationResult result) {
        TreeSet<String> rules = new TreeSet<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                rules.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber()
                        + " " + assertion.getMessage().replaceAll("\\s+", " "));
            }
        }
        return String.join(" | ", rules);
    }
}

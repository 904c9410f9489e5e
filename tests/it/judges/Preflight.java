import java.io.File;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** PDFBox's examination against PDF/A-1b, a line a fault: Debian has it as a library without a command of its own. */
public class Preflight {
    public static void main(String[] names) throws Exception {
        for (String name : names) {
            PreflightParser parser = new PreflightParser(new File(name));
            parser.parse();
            try (PreflightDocument document = parser.getPreflightDocument()) {
                document.validate();
                System.out.println("examined " + name);
                for (ValidationResult.ValidationError error : document.getResult().getErrorsList()) {
                    System.out.println("fault " + name + ": " + error.getErrorCode() + " " + error.getDetails());
                }
            }
        }
    }
}

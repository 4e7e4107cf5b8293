package dev.relevo;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of ARCHITECTURE.md that a machine can hold. */
class ArchitectureTest {
    private static final int LONGEST_FILE = 300;
    private static final JavaClasses MAIN = classesBeside(Relevo.class);
    private static final JavaClasses TESTS = classesBeside(ArchitectureTest.class);

    /** Anyone may import them. */
    private static final List<String> LEAVES = List.of("config", "stats", "store", "time");

    /** What else each package may import. Only the root, which wires everything, may import them all. */
    private static final Map<String, List<String>> IMPORTS = Map.ofEntries(
            Map.entry(
                    "cli",
                    List.of(
                            "simulation",
                            "chaos",
                            "soak",
                            "siege",
                            "ration",
                            "edge",
                            "relay",
                            "routing",
                            "quota",
                            "upstream",
                            "dialect",
                            "wire")),
            Map.entry("edge", List.of("relay", "routing", "quota", "upstream", "dialect", "wire")),
            Map.entry("relay", List.of("routing", "quota", "upstream", "dialect", "wire")),
            Map.entry("routing", List.of("quota", "dialect", "wire")),
            Map.entry("quota", List.of("dialect", "wire")),
            Map.entry("upstream", List.of("dialect", "wire")),
            Map.entry("simulation", List.of("relay", "routing", "quota", "upstream", "dialect", "wire")),
            Map.entry("chaos", List.of("faulty", "wire")),
            Map.entry("soak", List.of("chaos", "faulty", "wire")),
            Map.entry("siege", List.of("chaos", "faulty", "wire")),
            Map.entry("ration", List.of("chaos", "faulty", "simulation", "wire")),
            Map.entry("dialect", List.of("wire")),
            Map.entry("wire", List.of()));

    @Test
    void importsRunOneWay() {
        IMPORTS.forEach((name, others) -> assertImportsOnly(name, union(List.of(others, LEAVES))));
    }

    @Test
    void leavesImportNothingOfOurs() {
        LEAVES.forEach(leaf -> assertImportsOnly(leaf, List.of()));
    }

    @Test
    void theDemoProviderIsAnUpstreamThatOnlyTheRootKnows() {
        assertImportsOnly("demo", List.of("wire", "time", "config"));
        hold(noClasses().that(are(not(inPackages("", "demo")))).should().dependOnClassesThat(are(inPackages("demo"))));
    }

    @Test
    void theFaultyProviderIsAnUpstreamThatOnlyThoseWhoPlayItKnow() {
        assertImportsOnly("faulty", List.of("wire", "time"));
        hold(noClasses()
                .that(are(not(inPackages("chaos", "soak", "siege", "ration", "faulty"))))
                .should()
                .dependOnClassesThat(are(inPackages("faulty"))));
    }

    @Test
    void everyPackageHasItsPlaceOneLevelDeep() {
        hold(classes().should(be(inPackages(union(List.of(IMPORTS.keySet(), LEAVES, List.of("", "demo", "faulty")))))));
    }

    @Test
    void packagesAreFreeOfCycles() {
        hold(slices().matching("dev.relevo.(*)..").should().beFreeOfCycles());
    }

    @ParameterizedTest
    @CsvSource({
        "io.helidon.webserver.., edge demo",
        "io.helidon.webclient.., upstream",
        "io.helidon.config..,    config",
        "org.yaml..,             config",
        "picocli..,              cli",
        "java.sql..,             store",
        "org.sqlite..,           store",
        "io.prometheus..,        stats",
        "io.opentelemetry..,     stats",
        "jakarta.json..,         wire",
        "org.eclipse.parsson..,  wire",
    })
    void oneDoorLeadsToEachLibrary(String library, String doors) {
        hold(noClasses()
                .that(are(not(inPackages(doors.split(" ")))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    @Test
    void onlyTheCommandLineKnowsTheProcess() {
        hold(noClasses()
                .that(are(not(inPackages("", "cli"))))
                .should()
                .accessTargetWhere(isMethod("java\\.lang\\.(System|Runtime)", "exit|halt|getenv|addShutdownHook")));
    }

    @Test
    void onlyTimeKnowsTheClock() {
        hold(noClasses()
                .that(are(not(inPackages("time"))))
                .should()
                .accessTargetWhere(isMethod("java\\.lang\\.System", "nanoTime|currentTimeMillis")
                        .or(isMethod("java\\.time\\..*", "now|system.*|tick.*"))
                        .or(isMethod("java\\.util\\.Date", "<init>"))));
    }

    /** Unless its source is passed in. */
    @Test
    void decisionsAreLeftToNoChance() {
        hold(noClasses()
                .that(are(inPackages("relay", "routing", "quota", "upstream", "dialect", "wire")))
                .should()
                .accessTargetWhere(isMethod(
                                "java\\.util\\.(.*Random|UUID|random\\..*Factory|concurrent\\.ThreadLocalRandom)", ".*")
                        .or(isMethod("java\\.util\\.random\\.RandomGenerator", "of|getDefault"))
                        .or(isMethod("java\\.lang\\.Math|java\\.util\\.Collections", "random|shuffle"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {".*(Manager|Helper|Utils?|Utility|Impl|Service)", "(Abstract|Base)[A-Z].*"})
    void namesSayWhatAThingIs(String banned) {
        List<String> named = Stream.of(MAIN, TESTS)
                .flatMap(JavaClasses::stream)
                .map(JavaClass::getSimpleName)
                .filter(name -> name.matches(banned) && !name.equals("BaseUrl"))
                .toList();

        assertEquals(List.of(), named);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = MAIN.getPackage("dev.relevo").getSubpackagesInTree().stream()
                .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();

        assertEquals(List.of(), unmarked);
    }

    @Test
    void testsNeitherSleepNorRollDice() {
        noClasses()
                .should()
                .accessTargetWhere(isMethod("java\\.lang\\.Thread|java\\.util\\.concurrent\\.TimeUnit", "sleep")
                        .or(isMethod("java\\.lang\\.Math", "random"))
                        .or(isMethod("java\\.util\\.concurrent\\.ThreadLocalRandom", "current")))
                .orShould()
                .callConstructor(java.util.Random.class)
                .orShould()
                .callConstructor(java.util.SplittableRandom.class)
                .check(TESTS);
    }

    @Test
    void noTestIsDisabled() {
        noClasses().should().beAnnotatedWith(Disabled.class).check(TESTS);
        methods().should().notBeAnnotatedWith(Disabled.class).check(TESTS);
    }

    @Test
    void eachFileFitsIntoOneHead() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> sources = files.filter(file -> file.toString().matches(".*\\.(java|js)"))
                    .toList();
            for (Path source : sources) {
                int lines = Files.readAllLines(source).size();
                assertEquals(Math.min(lines, LONGEST_FILE), lines, source + " is too long");
            }
        }
    }

    private static JavaClasses classesBeside(Class<?> type) {
        return new ClassFileImporter()
                .importUrl(type.getProtectionDomain().getCodeSource().getLocation());
    }

    private static void assertImportsOnly(String name, Collection<String> others) {
        DescribedPredicate<JavaClass> foreign =
                describe("foreign", type -> !type.getPackageName().startsWith("dev.relevo"));
        hold(classes()
                .that(are(inPackages(name)))
                .should()
                .onlyDependOnClassesThat(are(foreign.or(inPackages(union(List.of(others, List.of(name))))))));
    }

    private static void hold(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN);
    }

    private static Collection<String> union(List<Collection<String>> parts) {
        return new TreeSet<>(parts.stream().flatMap(Collection::stream).toList());
    }

    private static DescribedPredicate<JavaClass> inPackages(String... names) {
        return inPackages(List.of(names));
    }

    /** One level deep; the empty name is the root. */
    private static DescribedPredicate<JavaClass> inPackages(Collection<String> names) {
        return describe(
                "in " + names, type -> names.contains(type.getPackageName().replaceFirst("^dev\\.relevo\\.?", "")));
    }

    private static DescribedPredicate<JavaClass> are(DescribedPredicate<JavaClass> what) {
        return what.as("are " + what.getDescription());
    }

    /** Calls of it and references to it; both are regular expressions for a whole name. */
    private static DescribedPredicate<JavaAccess<?>> isMethod(String owner, String name) {
        Pattern owners = Pattern.compile(owner);
        Pattern names = Pattern.compile(name);
        return describe(
                "it is " + owner + "." + name,
                access -> owners.matcher(access.getTargetOwner().getName()).matches()
                        && names.matcher(access.getTarget().getName()).matches());
    }
}

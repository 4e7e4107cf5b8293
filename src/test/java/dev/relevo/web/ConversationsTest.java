package dev.relevo.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.relevo.StartedRelevo;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the browser keeps, and how it leaves and comes back. */
@BrowserTest
class ConversationsTest {
    private final FaultyUpstream upstream = FaultyUpstream.start(Completions.streamOf("an **answer**"));
    private final StartedRelevo relevo = StartedRelevo.over(upstream);
    private Chromium chromium;
    private ChatPage chat;

    @BeforeEach
    void open(Chromium opened) {
        chromium = opened;
        chat = ChatPage.open(chromium, relevo, Look.DESK);
    }

    @AfterEach
    void nothingWasWrongInThePage() {
        relevo.close();
        upstream.close();
        assertEquals(List.of(), chromium.faults());
    }

    @Test
    void conversationsOutliveAReloadAndAreFoundRenamedAndDeleted() {
        chat.askToTheEnd("What grows on trees?");
        chat.button("New conversation").click();
        chat.askToTheEnd("How deep is the sea?");
        chat.page().reload();
        assertThat(chat.answer().locator("strong").first()).hasText("answer");
        assertThat(listed()).hasText(new String[] {"How deep is the sea?", "What grows on trees?"});

        chat.page().getByLabel("Search conversations").fill("TREES");
        assertThat(listed()).hasText(new String[] {"What grows on trees?"});
        listed().click();
        assertThat(chat.page().locator("h1")).hasText("What grows on trees?");
        chat.page().getByLabel("Search conversations").fill("");

        chat.choose("Rename");
        chat.page().getByRole(AriaRole.DIALOG).getByLabel("Rename").fill("Fruit");
        chat.page().keyboard().press("Enter");
        assertThat(listed()).hasText(new String[] {"How deep is the sea?", "Fruit"});

        chat.choose("Delete");
        chat.page()
                .locator("dialog")
                .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(listed()).hasText(new String[] {"How deep is the sea?"});
        chat.page().reload();
        assertThat(listed()).hasText(new String[] {"How deep is the sea?"});
    }

    @Test
    void whatIsExportedCanBeImportedElsewhere() {
        chat.askToTheEnd("What grows on trees?");
        Download file =
                chat.page().waitForDownload(() -> chat.button("Export all").click());
        ChatPage elsewhere = ChatPage.open(chromium, relevo, Look.DESK);
        FileChooser chooser = elsewhere
                .page()
                .waitForFileChooser(() -> elsewhere.button("Import").click());
        chooser.setFiles(file.path());

        assertThat(elsewhere.page().locator("h1")).hasText("What grows on trees?");
        assertThat(elsewhere.answer().locator(".target")).hasText("up1/" + StartedRelevo.MODEL);
        elsewhere.page().reload();
        assertThat(elsewhere.answer().locator("strong").first()).hasText("answer");
    }

    @Test
    void aFileThatIsNoExportIsRefusedWithTheReason() {
        String hostile = """
                {"format": "relevo-conversations", "version": 1, "conversations": [{"title": "t", "updatedAt": 1, "model": "m",
                 "system": "", "messages": [{"role": "user", "text": "x", "images": ["https://page.example/a.png"]}]}]}""";
        FileChooser chooser =
                chat.page().waitForFileChooser(() -> chat.button("Import").click());
        chooser.setFiles(new FilePayload("x.json", "application/json", hostile.getBytes(StandardCharsets.UTF_8)));

        assertThat(chat.page().locator("#notices")).containsText("conversations[0].messages[0].images");
        assertThat(chat.page().locator(".question")).hasCount(0);
    }

    @Test
    void anAnswerGoesOnWhileAnotherConversationIsOpen() {
        Gate gate = new Gate();
        upstream.next(Completions.streamOf("slow", " but whole").await(Point.afterPieces(2), gate));
        chat.ask("slow one");
        assertThat(chat.answer()).containsText("slow");
        chat.button("New conversation").click();
        chat.askToTheEnd("quick one");
        gate.open();
        chat.page().locator("#conversations").getByText("slow one").click();

        assertThat(chat.answer().locator(".markdown")).hasText("slow but whole");
        chat.expectEnd();
    }

    @Test
    void whatOneTabKeepsTheOtherShowsAndGoesOnWith() {
        chat.askToTheEnd("first");
        ChatPage other = otherTab();
        chat.askToTheEnd("second");
        assertThat(other.page().locator(".question")).containsText(new String[] {"first", "second"});
        other.askToTheEnd("third");
        chat.page().reload();

        assertThat(chat.page().locator(".question")).containsText(new String[] {"first", "second", "third"});
        chat.choose("Delete");
        chat.page()
                .locator("dialog")
                .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(other.page().locator("#conversations button")).hasCount(0);
        assertThat(other.page().locator(".question")).hasCount(0);
    }

    @Test
    void twoTabsThatAskInOneConversationLoseNeithersAnswer() {
        chat.askToTheEnd("first");
        ChatPage other = otherTab();
        Gate gate = new Gate();
        upstream.next(Completions.streamOf("slow", " but whole").await(Point.afterPieces(2), gate));
        chat.ask("slow one");
        assertThat(chat.answer()).containsText("slow");
        other.askToTheEnd("quick one");
        // This tab has heard of it.
        assertThat(listed()).hasCount(2);
        gate.open();
        chat.expectEnd();

        assertThat(chat.answer().locator(".markdown")).hasText("slow but whole");
        chat.page().reload();
        assertThat(chat.page().locator(".question")).containsText(new String[] {"first", "slow one"});
        other.page().reload();
        assertThat(other.page().locator(".question")).containsText(new String[] {"first", "quick one"});
        assertThat(listed()).hasCount(2);
    }

    @Test
    void anAnswerUnderWayIsKeptAsFarAsItCame() {
        Gate gate = new Gate();
        upstream.next(Completions.streamOf("begun", " and grown")
                .await(Point.afterPieces(2), gate)
                .hang(Point.afterPieces(3)));
        chat.page().clock().install();
        chat.ask("slow one");
        assertThat(chat.answer()).containsText("begun");
        chat.page().clock().fastForward(3000);
        gate.open();
        chat.page().evaluate("""
                async () => {
                    const done = (asked) => new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
                    const database = await done(indexedDB.open("relevo"));
                    while ((await done(database.transaction("answers").objectStore("answers").getAll())).length === 0);
                    database.close();
                }""");
        chat.page().reload();

        assertThat(chat.answer()).containsText("begun and grown");
    }

    @Test
    void anAnswerThatWasUnderWayDoesNotReplaceOneThatIsWhole() {
        chat.askToTheEnd("first");
        putStaleAnswer(1);
        chat.page().reload();

        assertThat(chat.answer().locator(".markdown")).hasText("an answer");
    }

    @Test
    void anAnswerThatWasUnderWayDoesNotReplaceAnotherMessage() {
        chat.page().route("**/v1/chat/completions", route -> {});
        chat.ask("never answered");
        putStaleAnswer(3);
        chat.page().reload();

        assertThat(chat.page().locator(".question")).containsText(new String[] {"never answered"});
        assertThat(chat.answer()).not().containsText("stale");
    }

    /** As if a tab that knew other messages had kept what it was answered, at that index. */
    private void putStaleAnswer(int at) {
        chat.page().evaluate("""
                async (at) => {
                    const done = (asked) => new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
                    const database = await done(indexedDB.open("relevo"));
                    const [{ id, messages }] = await done(database.transaction("conversations").objectStore("conversations").getAll());
                    const answer = { ...messages.at(-1), text: "stale", ending: "cut" };
                    await done(database.transaction("answers", "readwrite").objectStore("answers").put({ id, at, answer }));
                    database.close();
                }""", at);
    }

    /** In which the same conversation is open. */
    private ChatPage otherTab() {
        Page page = chat.page().context().newPage();
        page.navigate(chat.page().url());
        assertThat(page.locator(".question")).hasCount(1);
        return new ChatPage(page);
    }

    @Test
    void whereTheBrowserKeepsNothingThePageSaysSoAndAnswersAllTheSame() {
        chat.page().addInitScript("Object.defineProperty(window, 'indexedDB', { value: undefined })");
        chat.page().reload();
        assertThat(chat.page().locator("#notices")).containsText("gone when the page is left");
        chat.askToTheEnd("hello");

        assertThat(chat.answer().locator("strong").first()).hasText("answer");
        assertThat(listed()).hasText(new String[] {"hello"});
    }

    @Test
    void whereATabOfAnOlderServerHoldsTheDatabaseThePageSaysThatNothingIsKept() {
        Page older = chromium.open(relevo.port(), "/status", Look.DESK);
        older.evaluate("""
                () => new Promise((resolve) => {
                    const opening = indexedDB.open("relevo", 1);
                    opening.onupgradeneeded = () => opening.result.createObjectStore("conversations", { keyPath: "id" });
                    opening.onsuccess = () => resolve((window.held = opening.result) && null);
                })""");
        ChatPage page = new ChatPage(older.context().newPage());
        page.page().navigate("http://127.0.0.1:" + relevo.port() + "/");

        assertThat(page.page().locator("#notices")).containsText("gone when the page is left");
        page.askToTheEnd("hello");
        assertThat(page.answer().locator("strong").first()).hasText("answer");
    }

    @Test
    void aConversationThatAnotherTabKeptMeanwhileIsRenamedAllTheSame() {
        chat.askToTheEnd("first");
        ChatPage other = otherTab();
        chat.choose("Rename");
        Locator title = chat.page().getByRole(AriaRole.DIALOG).getByLabel("Rename");
        title.fill("Fruit");
        other.askToTheEnd("second");
        assertThat(chat.page().locator(".question")).hasCount(2);
        title.press("Enter");

        assertThat(listed()).hasText(new String[] {"Fruit"});
        assertThat(other.page().locator("#conversations button")).hasText(new String[] {"Fruit"});
    }

    private Locator listed() {
        return chat.page().locator("#conversations button");
    }
}

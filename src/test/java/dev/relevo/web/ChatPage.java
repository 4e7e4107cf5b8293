package dev.relevo.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.relevo.StartedRelevo;

/** The chat page as a person uses it, in English. */
record ChatPage(Page page) {
    static ChatPage open(Chromium chromium, StartedRelevo relevo, Look look) {
        return open(chromium, relevo.port(), look);
    }

    static ChatPage open(Chromium chromium, int port, Look look) {
        ChatPage opened = new ChatPage(chromium.open(port, "/", look));
        assertThat(opened.page.locator("#model option").first()).isAttached();
        return opened;
    }

    /** Writes it and presses Enter. */
    void ask(String text) {
        message().fill(text);
        message().press("Enter");
    }

    /** The same, and waits until the answer has ended. */
    void askToTheEnd(String text) {
        ask(text);
        expectEnd();
    }

    /** Waits until nothing is being answered. */
    void expectEnd() {
        assertThat(button("Send")).isVisible();
    }

    Locator message() {
        return page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true));
    }

    /** The latest answer. */
    Locator answer() {
        return page.locator(".answer").last();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Chooses from the menu of the conversation that is open. */
    void choose(String item) {
        button("More about this conversation").click();
        button(item).click();
    }
}

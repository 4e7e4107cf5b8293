/** The chat page. */
import { ApiError } from "./api.js";
import { Composer } from "./chat/composer.js";
import { Conversations } from "./chat/conversations.js";
import { askPerson } from "./chat/dialog.js";
import { element } from "./dom.js";
import { keyForm } from "./key.js";
import { Models } from "./chat/models.js";
import { Session } from "./chat/session.js";
import { Sidebar } from "./chat/sidebar.js";
import { text, translatePage } from "./texts.js";
import { Thread } from "./chat/thread.js";
import { BadFile, exported, imported } from "./chat/transfer.js";

const at = (id) => document.getElementById(id);

document.title = text("chatTitle");
translatePage();

const conversations = await Conversations.open();
const models = new Models(chooseModel);
const sidebar = new Sidebar(conversations, (id) => open(id));
const thread = new Thread(at("thread"), at("spoken"), {
    again: () => session.again(),
    resend: (message, changed) => session.resend(message, changed),
});
const composer = new Composer({
    send: (written, images) => session.send(written, images),
    stop: () => session.stop(),
    complain,
});
const session = new Session({
    conversations,
    thread,
    changed: showConversation,
    busy: (busy) => (composer.busy = busy),
    complain,
    askForKey,
});

conversations.changedElsewhere = (id) => session.changedElsewhere(id);

function open(id) {
    session.open(id, models.chosen);
    composer.focus();
}

function showConversation() {
    const { conversation } = session;
    history.replaceState(null, "", `#${conversation.id}`);
    at("title").textContent = conversation.title || text("newConversation");
    at("more").hidden = conversation.messages.length === 0;
    at("system").value = conversation.system;
    at("system-toggle").classList.toggle("set", conversation.system !== "");
    agreeOnModel();
    sidebar.show(conversation.id);
}

/** The conversation's model is chosen, if there is such a one; else it gets the one that is. */
function agreeOnModel() {
    const { conversation } = session;
    models.choose(conversation.model);
    conversation.model = models.chosen || conversation.model;
}

function chooseModel(model) {
    session.conversation.model = model;
    session.save();
}

/** Tells of something that did not work, until it is dismissed. */
function complain(words) {
    const dismiss = () => notice.remove();
    const close = element("button", { type: "button", class: "quiet", click: dismiss }, text("dismiss"));
    const notice = element("div", { class: "notice bad" }, element("p", {}, words), close);
    at("notices").replaceChildren(notice);
}

function askForKey(why) {
    at("access").replaceChildren(keyForm(why, loadModels));
    at("access-key").focus();
}

async function loadModels() {
    try {
        await models.load();
        at("access").replaceChildren();
        at("demo").hidden = !models.demoOnly;
        agreeOnModel();
    } catch (failure) {
        if (failure instanceof ApiError && failure.status === 401) {
            askForKey(failure.message);
            return;
        }
        complain(text("noModels", { why: failure.message }));
    }
}

async function rename() {
    const { id, title: value } = session.conversation;
    const title = await askPerson({ title: text("rename"), action: text("rename"), value });
    // Meanwhile another tab may have kept it, so that it is another object, or removed it.
    const conversation = session.conversation.id === id ? session.conversation : conversations.get(id);
    if (title && conversation !== undefined) {
        conversation.title = title;
        await session.save(conversation);
        showConversation();
    }
}

async function remove() {
    const { conversation } = session;
    const sure = await askPerson({ title: text("deleteSure", { title: conversation.title }), action: text("delete") });
    if (sure !== null) {
        session.abandon();
        await conversations.remove(conversation.id);
        open("");
    }
}

function save(chosen) {
    const file = URL.createObjectURL(new Blob([exported(chosen)], { type: "application/json" }));
    element("a", { href: file, download: "relevo-conversations.json" }).click();
    URL.revokeObjectURL(file);
}

async function load(file) {
    try {
        const read = imported(await file.text());
        for (const conversation of read) {
            await conversations.put(conversation);
        }
        open(read[0]?.id);
        thread.speak(text("imported", { count: read.length }));
    } catch (failure) {
        complain(failure instanceof BadFile ? text("badFile", { place: failure.message }) : text("storeFull"));
    }
}

function toggleSystem() {
    const shown = at("system-panel").hidden;
    at("system-panel").hidden = !shown;
    at("system-toggle").setAttribute("aria-expanded", String(shown));
    if (shown) {
        at("system").focus();
    }
}

function menuItem(id, action) {
    at(id).addEventListener("click", () => {
        at("conversation-menu").hidePopover();
        action();
    });
}

menuItem("rename", rename);
menuItem("delete", remove);
menuItem("export", () => save([session.conversation]));
at("export-all").addEventListener("click", () => save(conversations.list()));
at("import").addEventListener("click", () => at("import-file").click());
at("import-file").addEventListener("change", async ({ target }) => {
    await load(target.files[0]);
    target.value = "";
});
at("new").addEventListener("click", () => {
    sidebar.close();
    open("");
});
at("system-toggle").addEventListener("click", toggleSystem);
at("system").addEventListener("change", ({ target }) => {
    session.conversation.system = target.value.trim();
    at("system-toggle").classList.toggle("set", session.conversation.system !== "");
    session.save();
});
document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open], :popover-open")) {
        session.stop();
    }
});
window.addEventListener("hashchange", () => {
    const id = location.hash.slice(1);
    // The link that leads to the message is no conversation.
    conversations.get(id) ? open(id) : showConversation();
});
// The configuration may have changed meanwhile; a key that is being typed stays.
window.addEventListener("focus", () => at("access").childElementCount === 0 && loadModels());

open(location.hash.slice(1));
if (!conversations.kept) {
    complain(text("nothingKept"));
}
await loadModels();

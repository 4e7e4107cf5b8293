import { keyForm } from "./key.js";
import { follow } from "./status/feed.js";
import { nextForm, requestDialog } from "./status/explain.js";
import { mark, say } from "./status/patch.js";
import { pools } from "./status/pools.js";
import { requests } from "./status/requests.js";
import { targets } from "./status/targets.js";
import { totals } from "./status/totals.js";
import { clock, wait } from "./status/words.js";
import { text, translatePage } from "./texts.js";

const place = (id) => document.getElementById(id);

document.title = text("statusTitle");
translatePage();

const openRequest = requestDialog(place("details"), place("find"));
const views = [
    totals(place("totals")),
    pools(place("pools")),
    targets(place("targets")),
    nextForm(place("next"), place("pick")),
    requests(place("requests"), openRequest),
];

function show(status) {
    place("status").hidden = false;
    views.forEach((view) => view(status));
    place("none").hidden = status.targets.length > 0;
    place("quiet").hidden = status.requests.length > 0;
    say(place("updated"), clock(status.timestamp, Date.parse(status.timestamp)));
}

/** The first text is told to screen readers when it changes; the second is seen alone, since it changes often. */
function connection(state, rest = "") {
    mark(place("connection"), "data-state", state);
    say(place("connection"), text(`status.feed.${state}`));
    say(place("retry"), rest);
}

const feed = follow({
    snapshot: show,
    live() {
        connection("live");
        place("key").replaceChildren();
    },
    paused: () => connection("paused"),
    lost(waitMillis, why) {
        connection("lost", [text("status.retryIn", { wait: wait(waitMillis) }), why].filter((part) => part !== "").join(" · "));
    },
    refused(failure) {
        connection("refused");
        place("status").hidden = true;
        place("key").replaceChildren(keyForm(failure.message, () => feed.restart()));
    },
});

import { ApiError, events, request } from "../api.js";

const PATH = "api/status/events";
const FIRST_WAIT_MILLIS = 1000;
const LONGEST_WAIT_MILLIS = 30_000;

/** An event comes each second; after so long without one the connection is dead, whatever the network says. */
const SILENCE_MILLIS = 10_000;

/**
 * Follows the status while the page is seen.
 *
 * @param {{
 *     snapshot: (status: object) => void,
 *     live: () => void,
 *     paused: () => void,
 *     lost: (waitMillis: number, why: string) => void,
 *     refused: (failure: ApiError) => void,
 * }} told what happens; after refused nothing does until restart
 * @returns {{restart: () => void}} restart connects at once, for instance with another key
 */
export function follow(told) {
    let connection = null;
    let timer = 0;
    let waitMillis = FIRST_WAIT_MILLIS;
    let refused = false;

    const stop = () => {
        clearTimeout(timer);
        connection?.abort();
        connection = null;
    };

    const start = () => {
        stop();
        connection = new AbortController();
        read(connection);
    };

    const read = async (mine) => {
        try {
            await receive(mine);
            lose(mine, "");
        } catch (failure) {
            if (failure instanceof ApiError && [401, 403].includes(failure.status)) {
                stopIf(mine, () => {
                    refused = true;
                    told.refused(failure);
                });
            } else {
                lose(mine, failure instanceof ApiError && failure.status > 0 ? failure.message : "");
            }
        }
    };

    const receive = async (mine) => {
        const silence = () => {
            clearTimeout(timer);
            timer = setTimeout(() => {
                mine.abort();
                lose(mine, "");
            }, SILENCE_MILLIS);
        };
        silence();
        const response = await request(PATH, { signal: mine.signal });
        for await (const data of events(response)) {
            if (mine !== connection) {
                return;
            }
            silence();
            waitMillis = FIRST_WAIT_MILLIS;
            told.live();
            told.snapshot(JSON.parse(data));
        }
    };

    const lose = (mine, why) =>
        stopIf(mine, () => {
            told.lost(waitMillis, why);
            timer = setTimeout(start, waitMillis);
            waitMillis = Math.min(2 * waitMillis, LONGEST_WAIT_MILLIS);
        });

    /** Only for the present connection: others were given up. */
    const stopIf = (mine, then) => {
        if (mine === connection) {
            stop();
            then();
        }
    };

    const seen = () => {
        if (refused) {
            return;
        }
        if (document.visibilityState === "hidden") {
            stop();
            told.paused();
        } else {
            start();
        }
    };

    document.addEventListener("visibilitychange", seen);
    seen();
    return {
        restart: () => {
            refused = false;
            start();
        },
    };
}

package dev.relevo.config;

/** Whether requests of one conversation prefer the same target, whose provider may have kept their prompt. */
public enum Affinity {
    /** Where a request names its conversation: {@code prompt_cache_key}, a session's header. */
    EXPLICIT,
    /** Of the others, too, by their {@code user} or by how their conversation begins. */
    ON,
    OFF
}

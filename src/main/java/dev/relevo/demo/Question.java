package dev.relevo.demo;

/**
 * What a completion request asks the demo for; fields it does not honour are passed over.
 *
 * @param text the last user message's or prompt's text, empty where it has none
 * @param askedBytes how long the messages or prompts are as written
 * @param choices 1 to {@value #MAX_CHOICES}, all prompts' together
 */
record Question(Form form, String text, int askedBytes, boolean stream, boolean includeUsage, int choices) {
    static final int MAX_CHOICES = 8;

    /** A request that is JSON but asks for what cannot be. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final String message;
        private final String param;

        Refused(String param, String message) {
            super(message, null, false, false);
            this.message = message;
            this.param = param;
        }

        String message() {
            return message;
        }

        String param() {
            return param;
        }
    }

    /**
     * Reads a request's body.
     *
     * @throws Refused if there is nothing to complete, or the choices are too many
     * @throws dev.relevo.wire.MalformedJson if it is not JSON or a field is of the wrong kind
     */
    static Question read(Form form, byte[] body) throws Refused {
        QuestionReader reader = new QuestionReader(form, body);
        reader.readAll();
        return reader.question();
    }
}

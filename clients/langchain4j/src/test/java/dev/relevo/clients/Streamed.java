package dev.relevo.clients;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A streamed answer as it was told: its pieces, then what they add up to or an error. */
class Streamed implements StreamingChatResponseHandler {
    private final StringBuffer said = new StringBuffer();
    private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
        said.append(piece.text());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        whole.complete(response);
    }

    @Override
    public void onError(Throwable error) {
        whole.completeExceptionally(error);
    }

    String said() {
        return said.toString();
    }

    /** Waits for it. */
    ChatResponse whole() throws InterruptedException, ExecutionException, TimeoutException {
        return whole.get(10, TimeUnit.SECONDS);
    }
}

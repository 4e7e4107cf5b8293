package dev.relevo;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The signals that people send to a process. A shutdown hook learns of the first one only; here each is heard. The JDK's
 * class for them is reached by reflection, since the compiler warns of its name and offers no way to accept that.
 */
final class Signals {
    private Signals() {}

    /** From now on TERM, which supervisors send, runs this on a thread that keeps the process alive, instead of ending it. */
    static void onTerminate(Runnable asked) {
        on("TERM", "stop", asked);
    }

    /** The same for INT, which a person sends with Ctrl+C. */
    static void onInterrupt(Runnable asked) {
        on("INT", "stop", asked);
    }

    /** From now on HUP runs this instead of ending the process. */
    static void onReload(Runnable asked) {
        on("HUP", "reload", asked);
    }

    private static void on(String name, String thread, Runnable asked) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            Object running = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        Thread.ofPlatform().daemon(false).name(thread).start(asked);
                        return null;
                    });
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), running);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK lacks the module jdk.unsupported", e);
        }
    }
}

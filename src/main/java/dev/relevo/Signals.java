package dev.relevo;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The signals that ask a process to end. A shutdown hook learns of the first one only; here each is heard. The JDK's class
 * for them is reached by reflection, since the compiler warns of its name and offers no way to accept that.
 */
final class Signals {
    private static final List<String> STOPPING = List.of("TERM", "INT", "HUP");

    private Signals() {}

    /** From now on each of them runs this, on a thread that keeps the process alive, instead of ending it. */
    static void onStop(Runnable asked) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            Object running = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        Thread.ofPlatform().daemon(false).name("stop").start(asked);
                        return null;
                    });
            for (String name : STOPPING) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), running);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK lacks the module jdk.unsupported", e);
        }
    }
}

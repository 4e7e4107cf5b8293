package dev.relevo.edge;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * Where sockets share an address (SO_REUSEPORT), Linux gives each a part of the new connections, and resets those that wait
 * at one that closes. So the newest one asks for all of them: the older ones then run empty before they close. It is an
 * option of sockets that Java does not know, and where it cannot be set, a connection may be lost in that moment.
 */
final class NewestFirst {
    private static final System.Logger LOG = System.getLogger(NewestFirst.class.getName());
    private static final Path SELF = Path.of("/proc/self");
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
    /** The classic BPF instruction that returns a constant. */
    private static final short RETURN = 0x06;

    private static final int INSTRUCTION_BYTES = 8;
    private static final int PROGRAM_BYTES = 16;

    private NewestFirst() {}

    /** Called by the process whose socket was the last to listen at that address. */
    static void take(InetSocketAddress address) {
        List<ListeningSocket> sharing = ListeningSocket.at(address);
        for (ListeningSocket socket : sharing) {
            for (int descriptor : socket.descriptors(SELF)) {
                take(descriptor, sharing.size() - 1);
            }
        }
    }

    /** @param index of the socket among those that share its address, in the order in which they came */
    private static void take(int descriptor, int index) {
        try {
            if (attach(descriptor, index) != 0) {
                LOG.log(Level.DEBUG, "the system gives older processes a part of new connections, too");
            }
        } catch (Throwable e) {
            LOG.log(Level.DEBUG, "older processes get a part of new connections, too", e);
        }
    }

    /** {@code setsockopt(2)}, {@code socket(7)}; the structures are sock_fprog and sock_filter of linux/filter.h. */
    @SuppressWarnings("restricted")
    private static int attach(int descriptor, int index) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle setsockopt = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setsockopt"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment instruction = arena.allocate(INSTRUCTION_BYTES, ADDRESS.byteAlignment());
            instruction.set(JAVA_SHORT, 0, RETURN);
            instruction.set(JAVA_INT, JAVA_INT.byteSize(), index);
            MemorySegment program = arena.allocate(PROGRAM_BYTES, ADDRESS.byteAlignment());
            program.set(JAVA_SHORT, 0, (short) 1);
            program.set(ADDRESS, ADDRESS.byteSize(), instruction);
            return (int)
                    setsockopt.invokeExact(descriptor, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, program, PROGRAM_BYTES);
        }
    }
}

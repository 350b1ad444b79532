package io.sidecore.syscall.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.struct.DirectoryEntries;
import io.sidecore.syscall.struct.EpollEvents;
import io.sidecore.syscall.struct.FileLock;
import io.sidecore.syscall.struct.FileTimes;
import io.sidecore.syscall.struct.IoVectors;
import io.sidecore.syscall.struct.PollDescriptors;
import io.sidecore.syscall.struct.socket.ControlMessages;
import io.sidecore.syscall.struct.socket.SocketAddresses;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstantsTest {
    /** The kernel's own; these go first, because the C library tells lies for its users' comfort, such as O_LARGEFILE 0. */
    private static final List<String> KERNEL = List.of("linux/fcntl.h", "linux/fs.h", "linux/stat.h", "linux/falloc.h",
            "linux/fadvise.h", "linux/eventpoll.h", "linux/timerfd.h", "linux/mman.h", "linux/memfd.h", "asm/poll.h",
            "asm/socket.h", "linux/in.h", "linux/in6.h", "linux/tcp.h", "linux/time.h");
    private static final List<String> LIBRARY = List.of("fcntl.h", "unistd.h", "limits.h", "dirent.h", "poll.h",
            "time.h",
            "errno.h", "sys/file.h", "sys/stat.h", "sys/uio.h", "sys/socket.h", "sys/epoll.h", "sys/eventfd.h",
            "sys/timerfd.h", "sys/mman.h", "netinet/in.h", "netinet/tcp.h");

    /** Every constant that this module publishes. */
    static Map<String, Integer> published() throws IllegalAccessException {
        List<Class<?>> types = new ArrayList<>(Arrays.asList(SystemCalls.class.getInterfaces()));
        types.addAll(
                List.of(DirectoryEntries.class, EpollEvents.class, FileLock.class, FileTimes.class, IoVectors.class,
                        PollDescriptors.class, ControlMessages.class, SocketAddresses.class, Errno.class));
        Map<String, Integer> constants = new TreeMap<>();
        for (Class<?> type : types) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isPublic(field.getModifiers()) && Modifier.isStatic(field.getModifiers())) {
                    Integer before = constants.put(field.getName(), ((Number) field.get(null)).intValue());
                    assertThat(before).as(field.toString()).isIn(null, field.get(null));
                }
            }
        }
        return constants;
    }

    @Test
    void everyConstantHasTheValueOfTheHeaders(@TempDir Path folder) throws Exception {
        Map<String, Integer> published = published();
        Map<String, Integer> known = new TreeMap<>(Headers.constants(LIBRARY, published.keySet(), folder));
        known.putAll(Headers.constants(KERNEL, published.keySet(), folder));
        assertThat(published).isEqualTo(known).hasSizeGreaterThan(200);
    }

    @Test
    void errorNamesAreThoseOfTheHeaders() throws IOException, InterruptedException {
        Map<String, Integer> known = Headers.definitions("#include <asm/errno.h>\n", "E");
        assertThat(known).hasSizeGreaterThan(130);
        known.forEach((name, number) -> {
            if (!List.of("WOULDBLOCK", "DEADLOCK", "NOTSUP").contains(name)) {
                assertThat(Errno.name(number)).isEqualTo("E" + name);
            }
        });
    }
}

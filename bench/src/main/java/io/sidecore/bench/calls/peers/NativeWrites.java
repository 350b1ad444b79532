package io.sidecore.bench.calls.peers;

import com.sun.jna.Memory;
import io.sidecore.bench.calls.served.RecordFile;
import io.sidecore.syscall.DirectCalls;
import org.openjdk.jmh.annotations.Benchmark;

/** pwrite(2) itself, by the two ways into native code. */
public class NativeWrites extends Writes {
    private final DirectCalls calls = new DirectCalls();
    private final Memory record = new Memory(RecordFile.LENGTH);

    /** {@return bytes written through the foreign-function API} */
    @Benchmark
    public long ffm() {
        return checked(file().write(calls));
    }

    /** {@return bytes written through JNA} */
    @Benchmark
    public long jna() {
        long number = file().next();
        record.setLong(0, number);
        return checked(
                LibC.pwrite(file().descriptor(), record, RecordFile.LENGTH, RecordFile.position(number)));
    }
}

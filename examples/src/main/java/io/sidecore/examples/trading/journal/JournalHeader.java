package io.sidecore.examples.trading.journal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a journal file.
 *
 * <pre>
 *   0       8         12       16       24          32        60       64
 *   | magic | version | length | source | records   | zero    | crc32c |
 * </pre>
 *
 * <p>The magic is {@code SIDEJRNL} in ASCII. The length is that of the header. The source names the order flow and
 * configuration that the journal is of, as a hash that the writer chooses. The number of records is −1: unknown, as the
 * header is written once, before the first record. The checksum is over the 60 bytes before it.
 */
public final class JournalHeader {
    /** Length of the header in bytes; the first record starts here. */
    public static final int BYTES = 64;
    /** The version of the format that this code writes and reads. */
    public static final int VERSION = 1;

    private static final long MAGIC = 0x4C4E_524A_4544_4953L;
    private static final long UNKNOWN = -1;

    private static final long MAGIC_AT = 0;
    private static final long VERSION_AT = 8;
    private static final long LENGTH_AT = 12;
    private static final long SOURCE_AT = 16;
    private static final long RECORDS_AT = 24;
    private static final long CHECKSUM_AT = 60;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private JournalHeader() {}

    /**
     * Writes a header. Meant to be called once a file; it allocates.
     *
     * @param segment where to write {@value #BYTES} bytes
     * @param offset first byte in the segment
     * @param source hash of what the journal is of
     * @return the number of bytes written
     * @throws IndexOutOfBoundsException if there is no room
     */
    public static int encode(MemorySegment segment, long offset, long source) {
        segment.asSlice(offset, BYTES).fill((byte) 0);
        segment.set(LONG, offset + MAGIC_AT, MAGIC);
        segment.set(INT, offset + VERSION_AT, VERSION);
        segment.set(INT, offset + LENGTH_AT, BYTES);
        segment.set(LONG, offset + SOURCE_AT, source);
        segment.set(LONG, offset + RECORDS_AT, UNKNOWN);
        segment.set(INT, offset + CHECKSUM_AT, checksum(segment, offset));
        return BYTES;
    }

    /**
     * What keeps a header from being read.
     *
     * @param segment where the header is
     * @param offset first byte of the header
     * @return nothing if the header is good, otherwise the reason in words for the user
     * @throws IndexOutOfBoundsException if the segment ends within the header
     */
    public static Optional<String> defect(MemorySegment segment, long offset) {
        if (segment.get(LONG, offset + MAGIC_AT) != MAGIC) {
            return Optional.of("not a journal: it does not begin with SIDEJRNL");
        }
        int version = segment.get(INT, offset + VERSION_AT);
        if (version != VERSION) {
            return Optional.of("journal format version " + version + ", this program reads version " + VERSION);
        }
        if (segment.get(INT, offset + CHECKSUM_AT) != checksum(segment, offset)) {
            return Optional.of("the header's checksum is wrong");
        }
        return Optional.empty();
    }

    /**
     * What the journal is of.
     *
     * @param segment where the header is
     * @param offset first byte of the header
     * @return the hash that the writer gave
     */
    public static long source(MemorySegment segment, long offset) {
        return segment.get(LONG, offset + SOURCE_AT);
    }

    private static int checksum(MemorySegment segment, long offset) {
        CRC32C crc = new CRC32C();
        crc.update(segment.asSlice(offset, CHECKSUM_AT).toArray(ValueLayout.JAVA_BYTE), 0, (int) CHECKSUM_AT);
        return (int) crc.getValue();
    }
}

package io.sidecore.affinity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A set of CPUs by the kernel's numbers, in ascending order.
 *
 * <p>Written as the kernel writes lists, for example {@code 0-3,8,10-11}; see cpuset(7), "List format". Immutable; any thread may use it.
 */
public final class CpuSet implements Iterable<Integer> {
    /** Numbers run from 0 to this minus one: eight times what Linux supports today, small enough that no input exhausts memory. */
    public static final int MAX_CPUS = 65_536;

    private static final CpuSet EMPTY = new CpuSet(new BitSet());
    private static final Pattern TOKEN = Pattern.compile("(\\d+)(?:-(\\d+)(?::(\\d+)/(\\d+))?)?");

    /** Never changed after construction. */
    private final BitSet bits;

    private CpuSet(BitSet bits) {
        this.bits = bits;
    }

    /** {@return the empty set} */
    public static CpuSet empty() {
        return EMPTY;
    }

    /**
     * The given CPUs, in any order; repetitions count once.
     *
     * @param cpus numbers from 0 to {@link #MAX_CPUS} − 1
     * @return the set
     * @throws IllegalArgumentException if a number is out of range
     */
    public static CpuSet of(int... cpus) {
        BitSet bits = new BitSet();
        for (int cpu : cpus) {
            bits.set(checked(cpu));
        }
        return new CpuSet(bits);
    }

    /**
     * All CPUs from the first to the last, both included.
     *
     * @param first lowest number, from 0
     * @param last  highest number, at least {@code first}, at most {@link #MAX_CPUS} − 1
     * @return the set
     * @throws IllegalArgumentException if either is out of range, or the first is above the last
     */
    public static CpuSet range(int first, int last) {
        if (checked(first) > checked(last)) {
            throw new IllegalArgumentException("CPU range runs backwards: " + first + "-" + last);
        }
        BitSet bits = new BitSet();
        bits.set(first, last + 1);
        return new CpuSet(bits);
    }

    /**
     * Reads the kernel's list format: numbers and ranges, separated by commas. {@code N-M:used/group} takes the first {@code used} of every
     * {@code group} CPUs of a range, so {@code 0-10:2/4} is {@code 0-1,4-5,8-9}.
     *
     * @param list the text; blank means the empty set, and blanks around an item do not matter
     * @return the set
     * @throws IllegalArgumentException if an item is malformed, backwards, or above {@link #MAX_CPUS} − 1; the message quotes the item
     */
    public static CpuSet parse(String list) {
        if (list.isBlank()) {
            return EMPTY;
        }
        BitSet bits = new BitSet();
        for (String item : list.split(",", -1)) {
            try {
                add(bits, item.strip());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "Bad CPU list \"" + list.strip() + "\": \"" + item.strip() + "\" " + e.getMessage(), e);
            }
        }
        return new CpuSet(bits);
    }

    /**
     * Reads the kernel's mask: an array of native longs, bit 0 of the first being CPU 0.
     *
     * @param mask as sched_getaffinity(2) fills it; a multiple of 8 bytes, or fewer on an old 32-bit kernel, padded with zeros
     * @return the set
     * @throws IllegalArgumentException if a bit at or above {@link #MAX_CPUS} is set
     */
    public static CpuSet fromMask(byte[] mask) {
        // Whole longs, because on a big-endian machine the bytes inside each long run the other way.
        ByteBuffer padded = ByteBuffer.allocate(Math.ceilDiv(mask.length, Long.BYTES) * Long.BYTES)
                .order(ByteOrder.nativeOrder());
        padded.put(mask).rewind();
        BitSet bits = BitSet.valueOf(padded.asLongBuffer());
        checked(Math.max(0, bits.length() - 1));
        return new CpuSet(bits);
    }

    /**
     * The CPUs this process was started with: those of its first kernel thread, which neither {@code main} nor any other Java thread runs
     * on. Under {@code taskset} or in a container this is the restricted set, often with gaps, and without CPU 0. Isolated CPUs are usually
     * missing: Linux hands them out only to those who ask, see {@link #grantable}. Ask before {@link ConfinedThreads} moves that thread.
     *
     * @return the set, never empty; sched_getaffinity(2). Any thread may ask
     * @throws AffinityException if the call cannot be made
     */
    public static CpuSet allowed() {
        return ThreadMask.read(Math.toIntExact(ProcessHandle.current().pid()));
    }

    /**
     * The CPUs the kernel would grant a thread of this process that asks for them: its cpuset, isolated CPUs included. This is the hard
     * limit, where {@link #allowed} is what was handed out. Costs a short-lived thread.
     *
     * @return the set, never empty. Any thread may ask; it waits for the answer even when interrupted, and stays interrupted
     * @throws AffinityException if the call cannot be made
     */
    public static CpuSet grantable() {
        return ThreadMask.grantable();
    }

    /**
     * Whether a CPU is in this set.
     *
     * @param cpu its number; a negative one is in no set
     * @return whether it is
     */
    public boolean contains(int cpu) {
        return cpu >= 0 && bits.get(cpu);
    }

    /** {@return how many CPUs there are, from 0} */
    public int size() {
        return bits.cardinality();
    }

    /** {@return whether there is no CPU} */
    public boolean isEmpty() {
        return bits.isEmpty();
    }

    /**
     * The lowest CPU.
     *
     * @return its number
     * @throws NoSuchElementException if the set is empty
     */
    public int first() {
        if (bits.isEmpty()) {
            throw new NoSuchElementException("The CPU set is empty");
        }
        return bits.nextSetBit(0);
    }

    /**
     * The CPUs in both sets.
     *
     * @param other the other set
     * @return the intersection
     */
    public CpuSet intersect(CpuSet other) {
        BitSet result = copy();
        result.and(other.bits);
        return new CpuSet(result);
    }

    /**
     * The CPUs in either set.
     *
     * @param other the other set
     * @return the union
     */
    public CpuSet union(CpuSet other) {
        BitSet result = copy();
        result.or(other.bits);
        return new CpuSet(result);
    }

    /**
     * The CPUs of this set that the other lacks.
     *
     * @param other the CPUs to leave out
     * @return the difference
     */
    public CpuSet minus(CpuSet other) {
        BitSet result = copy();
        result.andNot(other.bits);
        return new CpuSet(result);
    }

    /**
     * This set and one CPU more.
     *
     * @param cpu from 0 to {@link #MAX_CPUS} − 1
     * @return the larger set, equal to this one if it has the CPU already
     * @throws IllegalArgumentException if the number is out of range
     */
    public CpuSet with(int cpu) {
        return union(of(cpu));
    }

    /**
     * This set in the kernel's mask format, in as few whole longs as hold it.
     *
     * @return a new array of at least 8 bytes, as sched_setaffinity(2) takes it
     */
    public byte[] toMask() {
        long[] words = bits.toLongArray();
        ByteBuffer mask = ByteBuffer.allocate(Math.max(1, words.length) * Long.BYTES).order(ByteOrder.nativeOrder());
        mask.asLongBuffer().put(words);
        return mask.array();
    }

    /** {@return a new stream of the CPUs, ascending} */
    public IntStream stream() {
        return bits.stream();
    }

    /** {@inheritDoc} Ascending; removal is not supported. */
    @Override
    public PrimitiveIterator.OfInt iterator() {
        return stream().iterator();
    }

    /** Equal to another set of the same CPUs. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CpuSet set && bits.equals(set.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    /** The canonical list, for example {@code 0-3,8}; no text at all for the empty set. {@link #parse} reads it back. */
    @Override
    public String toString() {
        StringBuilder list = new StringBuilder();
        for (int first = bits.nextSetBit(0); first >= 0;) {
            int end = bits.nextClearBit(first);
            list.append(list.isEmpty() ? "" : ",").append(first).append(end - first > 1 ? "-" + (end - 1) : "");
            first = bits.nextSetBit(end);
        }
        return list.toString();
    }

    private static void add(BitSet bits, String item) {
        Matcher token = TOKEN.matcher(item);
        if (!token.matches()) {
            throw new IllegalArgumentException("is not N, N-M or N-M:used/group");
        }
        int first = number(token.group(1));
        int last = token.group(2) == null ? first : number(token.group(2));
        int used = token.group(3) == null ? 1 : number(token.group(3));
        int group = token.group(4) == null ? 1 : number(token.group(4));
        if (first > last) {
            throw new IllegalArgumentException("runs backwards");
        }
        if (group == 0 || used > group) {
            throw new IllegalArgumentException("uses more CPUs than its group has");
        }
        for (int start = first; start <= last; start += group) {
            bits.set(start, Math.min(start + used, last + 1));
        }
    }

    private static int number(String digits) {
        try {
            return checked(Integer.parseInt(digits));
        } catch (NumberFormatException e) {
            return checked(Integer.MAX_VALUE);
        }
    }

    private static int checked(int cpu) {
        if (cpu < 0 || cpu >= MAX_CPUS) {
            throw new IllegalArgumentException(
                    "is not within CPU 0 to " + (MAX_CPUS - 1) + (cpu == Integer.MAX_VALUE ? "" : ": " + cpu));
        }
        return cpu;
    }

    private BitSet copy() {
        return (BitSet) bits.clone();
    }
}

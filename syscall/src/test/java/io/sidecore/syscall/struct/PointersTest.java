package io.sidecore.syscall.struct;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class PointersTest {
    private final MemorySegment one = Arena.ofAuto().allocate(8);
    private final MemorySegment other = Arena.ofAuto().allocate(8);
    private final MemorySegment everlasting = Arena.global().allocate(8);

    @Test
    void twoSegmentsOfOneArenaAreHeldByOne() {
        Arena arena = Arena.ofAuto();
        MemorySegment first = arena.allocate(8);
        assertThat(Pointers.together(first, arena.allocate(8))).isSameAs(first);
        assertThat(Pointers.together(first, first.asSlice(4))).isSameAs(first);
    }

    @Test
    void segmentsOfTwoArenasAreHeldByAPair() {
        assertThat((Object[]) Pointers.together(one, other)).containsExactly(one, other);
    }

    @Test
    void globalMemoryNeedsNoKeeping() {
        assertThat(Pointers.together(one, everlasting)).isSameAs(one);
        assertThat(Pointers.together(everlasting, one)).isSameAs(one);
        assertThat(Pointers.together(everlasting, everlasting)).isSameAs(everlasting);
        assertThat(Pointers.together(one, null)).isSameAs(one);
    }

    @Test
    void addressIsThatOfTheFirstByte() {
        assertThat(Pointers.readable(one, 3, 5)).isEqualTo(one.address() + 3);
        assertThat(Pointers.writable(one, 8, 0)).isEqualTo(one.address() + 8);
        assertThat(Pointers.writable(one)).isEqualTo(one.address());
    }
}

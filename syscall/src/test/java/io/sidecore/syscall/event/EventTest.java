package io.sidecore.syscall.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import jdk.jfr.Event;
import jdk.jfr.EventSettings;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTest {
    @TempDir
    Path folder;

    /** What is written of that type while the body runs; settings are alternately names and values. */
    private List<RecordedEvent> record(Class<? extends Event> type, Runnable body, String... settings)
            throws IOException {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            EventSettings enabled = recording.enable(type);
            for (int i = 0; i < settings.length; i += 2) {
                enabled.with(settings[i], settings[i + 1]);
            }
            recording.start();
            body.run();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        Files.delete(file);
        return events.stream().filter(event -> event.getEventType().getName().startsWith("io.sidecore.")).toList();
    }

    private RecordedEvent recordOne(Class<? extends Event> type, String name, Runnable body, String... settings)
            throws IOException {
        List<RecordedEvent> events = record(type, body, settings);
        assertThat(events).hasSize(1);
        RecordedEvent event = events.getFirst();
        assertThat(event.getEventType().getName()).isEqualTo(name);
        assertThat(event.getEventType().getCategoryNames()).containsExactly("Sidecore", "System Calls");
        assertThat(event.getEventType().getLabel()).isNotEmpty();
        assertThat(event.getEventType().getDescription()).isNotEmpty();
        assertThat(event.getFields().stream().filter(field -> field.getLabel() == null)).isEmpty();
        assertThat(event.getThread().getJavaName()).isEqualTo(Thread.currentThread().getName());
        return event;
    }

    @Test
    void handOffNamesCoreCallTimeAndThreads() throws IOException {
        RecordedEvent event = recordOne(HandOff.class, "io.sidecore.HandOff", () -> HandOff.emit(3, 43, 1_234_567, 5));
        assertThat(event.getInt("cpu")).isEqualTo(3);
        assertThat(event.getInt("systemCall")).isEqualTo(43);
        assertThat(event.getDuration("timeInCall")).isEqualTo(Duration.ofNanos(1_234_567));
        assertThat(event.getInt("threads")).isEqualTo(5);
        assertThat(event.getStackTrace()).isNull();
    }

    @Test
    void coreSleepLastsAsLongAsTheSleep() throws IOException {
        RecordedEvent event = recordOne(CoreSleep.class, "io.sidecore.CoreSleep", () -> {
            CoreSleep sleep = CoreSleep.begun();
            await(Duration.ofMillis(2));
            sleep.end();
            sleep.write(3);
        }, "threshold", "1 ms");
        assertThat(event.getInt("cpu")).isEqualTo(3);
        assertThat(event.getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(2));
    }

    @Test
    void noEventIsMadeWhereNoneIsRecorded() {
        assertThat(CoreSleep.begun()).isNull();
        assertThat(SlowCall.begun()).isNull();
    }

    @Test
    void slowCallNamesCallAndPageAndItsDuration() throws IOException {
        RecordedEvent event = recordOne(SlowCall.class, "io.sidecore.SlowCall", () -> {
            SlowCall call = SlowCall.begun();
            await(Duration.ofMillis(2));
            call.finish(17, 255);
        }, "threshold", "1 ms");
        assertThat(event.getInt("systemCall")).isEqualTo(17);
        assertThat(event.getInt("page")).isEqualTo(255);
        assertThat(event.getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(2));
        assertThat(event.getStackTrace()).isNull();
    }

    @Test
    void callIsSlowFromTenMillisecondsOnUnlessToldOtherwise() throws IOException {
        Runnable calls = () -> {
            SlowCall.begun().finish(1, 0);
            SlowCall slow = SlowCall.begun();
            await(Duration.ofMillis(11));
            slow.finish(2, 0);
        };
        assertThat(record(SlowCall.class, calls)).singleElement()
                .satisfies(event -> assertThat(event.getInt("systemCall")).isEqualTo(2));
        assertThat(record(SlowCall.class, calls, "threshold", "0 ns")).hasSize(2);
    }

    @Test
    void pageFullNamesThePageAndShowsWhoSubmits() throws IOException {
        RecordedEvent event = recordOne(PageFull.class, "io.sidecore.PageFull", () -> PageFull.emit(7, 512));
        assertThat(event.getInt("page")).isEqualTo(7);
        assertThat(event.getInt("capacity")).isEqualTo(512);
        assertThat(event.getStackTrace().getFrames())
                .anyMatch(frame -> frame.getMethod().getType().getName().equals(EventTest.class.getName()));
    }

    @Test
    void pageThatStaysFullDoesNotFloodTheRecording() throws IOException {
        Runnable refusals = () -> IntStream.range(0, 10_000).forEach(i -> PageFull.emit(7, 512));
        assertThat(record(PageFull.class, refusals, "throttle", "off")).hasSize(10_000);
        assertThat(record(PageFull.class, refusals)).hasSizeLessThan(10_000);
    }

    @Test
    void cancelledCallNamesCallAndPageAndWhetherItHadBegun() throws IOException {
        RecordedEvent event = recordOne(CallCancelled.class, "io.sidecore.CallCancelled",
                () -> CallCancelled.emit(43, 2, true));
        assertThat(event.getInt("systemCall")).isEqualTo(43);
        assertThat(event.getInt("page")).isEqualTo(2);
        assertThat(event.getBoolean("started")).isTrue();
    }

    @Test
    void nothingIsWrittenOfAnEventThatIsOff() throws IOException {
        assertThat(record(HandOff.class, () -> HandOff.emit(0, 0, 0, 0), "enabled", "false")).isEmpty();
        assertThat(record(CallCancelled.class, () -> CallCancelled.emit(0, 0, true), "enabled", "false")).isEmpty();
    }

    private static void await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}

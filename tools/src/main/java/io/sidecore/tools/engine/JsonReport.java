package io.sidecore.tools.engine;

import io.sidecore.syscall.counters.CoreSnapshot;
import io.sidecore.syscall.counters.CoreState;
import io.sidecore.syscall.counters.CoreTotals;
import io.sidecore.syscall.counters.EngineSnapshot;
import io.sidecore.syscall.counters.Log2Histogram;
import io.sidecore.syscall.counters.PageSnapshot;
import io.sidecore.syscall.counters.PageTotals;
import io.sidecore.tools.report.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** A look at an engine for scripts: one JSON object on one line. Histograms are counts of all 32 buckets since the start. */
final class JsonReport {
    private final EngineLook look;

    private JsonReport(EngineLook look) {
        this.look = look;
    }

    static String ofError(long pid, String error) {
        return new Json().put("pid", pid).put("error", error).toString();
    }

    static String of(ProcessEngines process, EngineLook look) {
        return new JsonReport(look).engine(process).toString();
    }

    private Json engine(ProcessEngines process) {
        EngineSample now = look.now();
        EngineSnapshot counters = now.counters();
        return new Json().put("pid", process.pid()).put("command", ProcessEngines.command(process.pid()))
                .put("descriptor", now.descriptor()).put("engine", counters.name())
                .put("created", now.created().toString()).put("creator_pid", now.creatorPid())
                .put("interval_s", look.seconds().isPresent() ? look.seconds().getAsDouble() : null)
                .put("cores_uncounted", counters.coresUncounted()).put("pages_opened", counters.pagesOpened())
                .put("pages_uncounted", counters.pagesUncounted())
                .put("cores", counters.cores().stream().map(this::core).toList())
                .put("pages", counters.pages().stream().map(page -> page(process, page)).toList())
                .put("all_pages", totals(counters.allPages(), Long::valueOf))
                .put("all_pages_per_s", rates(look.allPagesSince()));
    }

    private Json core(CoreSnapshot core) {
        return new Json().put("core", core.index()).put("cpu", core.cpu())
                .put("state", core.state().name().toLowerCase(Locale.ROOT))
                .put("call", core.state() == CoreState.IN_CALL && !core.isInFunction() ? core.call() : null)
                .put("function", core.isInFunction() ? core.function() : null).put("threads", core.threads())
                .put("most_threads", core.mostThreads()).put("thread_limit", core.threadLimit())
                .put("standby", core.standby()).put("blocked", core.blocked())
                .put("totals", totals(core.totals(), Long::valueOf))
                .put("per_s", look.since(core).map(since -> totals(since, this::rate)).orElse(null))
                .put("sampling_interval", core.samplingInterval()).put("batch_sizes", counts(core.batchSizes()))
                .put("queue_wait_ns", counts(core.queueWait())).put("service_time_ns", counts(core.serviceTime()));
    }

    private Json page(ProcessEngines process, PageSnapshot page) {
        return new Json().put("page", page.index()).put("generation", page.generation()).put("owner", page.owner())
                .put("owner_name", process.thread(page.owner()))
                .put("kind", page.kind().name().toLowerCase(Locale.ROOT)).put("capacity", page.capacity())
                .put("in_flight", page.inFlight()).put("totals", totals(page.totals(), Long::valueOf))
                .put("per_s", rates(look.since(page)));
    }

    private Json rates(Optional<PageTotals> since) {
        return since.map(totals -> totals(totals, this::rate)).orElse(null);
    }

    private Double rate(long count) {
        return count / look.seconds().orElseThrow();
    }

    private static Json totals(PageTotals totals, LongFunction<Number> as) {
        return new Json().put("submitted", as.apply(totals.submitted())).put("reaped", as.apply(totals.reaped()))
                .put("full", as.apply(totals.full())).put("wake_ups", as.apply(totals.wakeUps()))
                .put("waits", as.apply(totals.waits())).put("cancels", as.apply(totals.cancels()));
    }

    private static Json totals(CoreTotals totals, LongFunction<Number> as) {
        return new Json().put("executed", as.apply(totals.executed())).put("batches", as.apply(totals.batches()))
                .put("spins", as.apply(totals.spins())).put("parks", as.apply(totals.parks()))
                .put("wake_ups", as.apply(totals.wakeUps())).put("hand_offs", as.apply(totals.handOffs()))
                .put("would_block", as.apply(totals.wouldBlock())).put("held_back", as.apply(totals.heldBack()))
                .put("cancelled", as.apply(totals.cancelled()));
    }

    private static List<Long> counts(Log2Histogram histogram) {
        return IntStream.range(0, Log2Histogram.BUCKETS).mapToObj(histogram::count).toList();
    }
}

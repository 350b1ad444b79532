package io.sidecore.stress.crash;

import io.sidecore.stress.crash.page.PageLife;
import io.sidecore.stress.crash.page.PageOrder;
import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.failpoint.PatchedClasses;
import io.sidecore.stress.failpoint.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process with an engine and pages: it waits for its order, works, and kills itself when one of its threads, whichever, comes to its store. */
final class PageWorker implements Failpoints.Controller {
    private final List<Site> sites;
    private final Doom doom;
    private final LifeSigns signs;
    private final OwnDeath death = new OwnDeath();

    private PageWorker(List<Site> sites, Doom doom, LifeSigns signs) {
        this.sites = sites;
        this.doom = doom;
        this.signs = signs;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Site> sites = PatchedClasses.sites(Path.of(arguments[0]));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = lines.readLine();
        if (line == null) {
            // The run has ended; this one was a stand-by.
            return;
        }
        Workers.endWithParent(lines);
        PageOrder order = PageOrder.ofLine(line);
        PageLife life = new PageLife(order);
        if (!order.doom().equals(Doom.none().toWord())) {
            Failpoints.control(new PageWorker(sites, Doom.ofWord(order.doom()), life.signs()));
        }
        LifeSigns signs = life.signs();
        // Those of the engine are nobody's but the process's.
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            signs.fail();
            end(line, failure);
        });
        life.live(failure -> end(line, failure));
        // The parent kills this process, even if nobody calls any more.
        Thread.currentThread().join();
    }

    private static void end(String order, Throwable failure) {
        System.err.println(order);
        failure.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    private void die(int site) {
        signs.endAt((long) site << 8 | doom.phase().ordinal() + 1);
        death.strike();
    }

    @Override
    public void beforeLoad(int site) {}

    @Override
    public void beforeStore(int site) {
        // Which thread comes to it first is up to the machine.
        synchronized (doom) {
            if (doom.diesBefore(sites.get(site))) {
                die(site);
            }
        }
    }

    @Override
    public void afterStore(int site) {
        synchronized (doom) {
            if (doom.diesAfter()) {
                die(site);
            }
        }
    }

    @Override
    public long tear(int site, long length) {
        return length;
    }

    @Override
    public long piece() {
        return Long.MAX_VALUE;
    }

    @Override
    public void pause() {
        Thread.yield();
    }
}

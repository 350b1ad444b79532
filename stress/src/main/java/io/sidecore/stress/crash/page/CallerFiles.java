package io.sidecore.stress.crash.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a caller's effects and its book are.
 *
 * @param folder of the chain
 * @param caller its number
 */
record CallerFiles(Path folder, int caller) {
    private Path of(String what) {
        return folder.resolve(what + "-" + caller);
    }

    Path book() {
        return of("book");
    }

    Path placed() {
        return of("placed");
    }

    Path appended() {
        return of("appended");
    }

    Path ordered() {
        return of("ordered");
    }

    Path fifo() {
        return of("fifo");
    }

    void delete() throws IOException {
        for (Path file : List.of(book(), placed(), appended(), ordered(), fifo())) {
            Files.deleteIfExists(file);
        }
    }
}

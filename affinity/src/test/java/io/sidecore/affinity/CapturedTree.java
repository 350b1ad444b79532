package io.sidecore.affinity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Turns a fixture, one line "path TAB content" a file and comments after #, back into the tree of files it was taken from. */
final class CapturedTree {
    private CapturedTree() {}

    static Topology topology(String name, Path folder) throws IOException {
        return Topology.read(unpack(name, folder));
    }

    static Path unpack(String name, Path folder) throws IOException {
        try (InputStream fixture = CapturedTree.class.getResourceAsStream("/topology/" + name + ".tsv")) {
            List<String> lines = new String(fixture.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            for (String line : lines) {
                if (!line.startsWith("#")) {
                    String[] file = line.split("\t", 2);
                    write(folder, file[0], file[1]);
                }
            }
        }
        return folder;
    }

    static void write(Path folder, String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content + "\n");
    }
}

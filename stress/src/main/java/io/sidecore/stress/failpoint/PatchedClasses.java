package io.sidecore.stress.failpoint;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.SyscallPage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LineNumber;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes variants of the shipped classes that do something else, or something more, at each access to shared memory, and numbers those sites. */
public final class PatchedClasses {
    private static final List<String> PACKAGES = List.of("io/sidecore/memory", "io/sidecore/ring",
            "io/sidecore/ring/broadcast");
    private static final List<String> PAGES = List.of("io/sidecore/syscall", "io/sidecore/syscall/counters");
    private static final String LIST = "sites";

    private final List<Site> sites = new ArrayList<>();
    private final ClassFile classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption
            .of(ClassHierarchyResolver.ofResourceParsing(PatchedClasses.class.getClassLoader())));

    private final Patch patch;

    private PatchedClasses(Patch patch) {
        this.patch = patch;
        sites.add(new Site(Site.APPLICATION, "application", "payload", 0, "its own", true));
    }

    /**
     * Writes classes that call {@link Failpoints} around each access, and the list of sites.
     *
     * @param folder root of the class files to be
     * @return all sites, the index being the id
     * @throws IOException if the shipped classes cannot be read or the folder not be written
     */
    public static List<Site> write(Path folder) throws IOException {
        return write(folder, new HookPatch(), List.of());
    }

    /**
     * The same for the classes of pages and engines instead of those of rings.
     *
     * @param folder root of the class files to be
     * @return all sites, the index being the id
     * @throws IOException if the shipped classes cannot be read or the folder not be written
     */
    public static List<Site> writePages(Path folder) throws IOException {
        return write(folder, new HookPatch(), SyscallPage.class, PAGES, List.of());
    }

    /**
     * Writes patched classes and the list of sites.
     *
     * @param folder  root of the class files to be
     * @param change  what becomes of their instructions
     * @param harness classes that are to be patched as well, by their names
     * @return all sites, the index being the id
     * @throws IOException if the shipped classes cannot be read or the folder not be written
     */
    public static List<Site> write(Path folder, Patch change, List<String> harness) throws IOException {
        return write(folder, change, harness, List.of());
    }

    /**
     * Writes patched classes of a further package, too.
     *
     * @param folder  root of the class files to be
     * @param change  what becomes of their instructions
     * @param harness classes that are to be patched as well, by their names
     * @param further names of others, the shipped ones of a package for example
     * @return all sites, the index being the id
     * @throws IOException if the shipped classes cannot be read or the folder not be written
     */
    public static List<Site> write(Path folder, Patch change, List<String> harness, List<String> further)
            throws IOException {
        return write(folder, change, OffHeap.class, PACKAGES,
                Stream.concat(harness.stream(), further.stream()).toList());
    }

    private static List<Site> write(Path folder, Patch change, Class<?> oneOf, List<String> packages,
            List<String> harness) throws IOException {
        PatchedClasses patch = new PatchedClasses(change);
        Path shipped = location(oneOf);
        if (Files.isDirectory(shipped)) {
            patch.copyAll(shipped, packages, folder);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + shipped.toUri()), java.util.Map.of())) {
                patch.copyAll(jar.getPath("/"), packages, folder);
            }
        }
        for (String name : harness) {
            patch.copy(name, folder);
        }
        Files.write(folder.resolve(LIST), patch.sites.stream().map(Site::toLine).toList());
        return List.copyOf(patch.sites);
    }

    /**
     * Reads the list of sites.
     *
     * @param folder that {@link #write} has filled
     * @return all sites, the index being the id
     * @throws IOException if it cannot be read
     */
    public static List<Site> sites(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve(LIST)).stream().map(Site::ofLine).toList();
    }

    private static Path location(Class<?> oneOf) {
        try {
            return Path.of(oneOf.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copyAll(Path root, List<String> packages, Path folder) throws IOException {
        for (String name : packages) {
            List<Path> files;
            try (Stream<Path> listed = Files.list(root.resolve(name))) {
                files = listed.filter(file -> file.toString().endsWith(".class")
                        && !file.endsWith("package-info.class")).sorted().toList();
            }
            Files.createDirectories(folder.resolve(name));
            for (Path file : files) {
                Files.write(folder.resolve(name).resolve(file.getFileName().toString()),
                        patched(Files.readAllBytes(file)));
            }
        }
    }

    private void copy(String name, Path folder) throws IOException {
        String path = name.replace('.', '/') + ".class";
        try (InputStream shipped = PatchedClasses.class.getClassLoader().getResourceAsStream(path)) {
            Files.createDirectories(folder.resolve(path).getParent());
            Files.write(folder.resolve(path), patched(shipped.readAllBytes()));
        }
    }

    private byte[] patched(byte[] shipped) {
        var model = classFile.parse(shipped);
        String type = model.thisClass().name().stringValue().replaceAll(".*/", "");
        return classFile.transformClass(model, (classBuilder, element) -> {
            if (element instanceof MethodModel method) {
                classBuilder.transformMethod(method, (methodBuilder, part) -> {
                    if (part instanceof CodeModel code) {
                        Method at = new Method(type, method.methodName().stringValue());
                        boolean[] hasBegun = {false};
                        methodBuilder.transformCode(code, (builder, instruction) -> {
                            if (!hasBegun[0]) {
                                hasBegun[0] = true;
                                patch.begin(builder, method);
                            }
                            if (instruction instanceof LineNumber number) {
                                at.line = number.line();
                            }
                            if (!patch.patch(builder, instruction, at)) {
                                builder.with(instruction);
                            }
                        });
                    } else {
                        methodBuilder.with(part);
                    }
                });
            } else {
                classBuilder.with(element);
            }
        });
    }

    private final class Method implements Patch.Place {
        private final String type;
        private final String name;
        private int line;

        Method(String type, String name) {
            this.type = type;
            this.name = name;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public String method() {
            return name;
        }

        @Override
        public int site(String operation, boolean store) {
            sites.add(new Site(sites.size(), type, name, line, operation, store));
            return sites.size() - 1;
        }

        @Override
        public int siteOfField(String itsType, String field) {
            sites.add(new Site(sites.size(), itsType, field, line, "field", true));
            return sites.size() - 1;
        }
    }
}

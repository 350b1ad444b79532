package io.sidecore.stress.failpoint;

import io.sidecore.memory.access.OffHeap;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes variants of the shipped classes that call {@link Failpoints} around each access to shared memory, and numbers those sites. */
public final class PatchedClasses {
    private static final List<String> PACKAGES = List.of("io/sidecore/memory", "io/sidecore/ring",
            "io/sidecore/ring/broadcast");
    private static final String OFF_HEAP = OffHeap.class.getName().replace('.', '/');
    private static final String LIST = "sites";
    private static final ClassDesc HOOKS = Failpoints.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc HOOK = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    private final List<Site> sites = new ArrayList<>();
    private final ClassFile classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption
            .of(ClassHierarchyResolver.ofResourceParsing(PatchedClasses.class.getClassLoader())));

    private PatchedClasses() {
        sites.add(new Site(Site.APPLICATION, "application", "payload", 0, "its own", true));
    }

    /**
     * Writes the patched classes and the list of sites.
     *
     * @param folder root of the class files to be
     * @return all sites, the index being the id
     * @throws IOException if the shipped classes cannot be read or the folder not be written
     */
    public static List<Site> write(Path folder) throws IOException {
        PatchedClasses patch = new PatchedClasses();
        Path shipped = location();
        if (Files.isDirectory(shipped)) {
            patch.copyAll(shipped, folder);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + shipped.toUri()), java.util.Map.of())) {
                patch.copyAll(jar.getPath("/"), folder);
            }
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

    private static Path location() {
        try {
            return Path.of(OffHeap.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copyAll(Path root, Path folder) throws IOException {
        for (String name : PACKAGES) {
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

    private byte[] patched(byte[] shipped) {
        var model = classFile.parse(shipped);
        String type = model.thisClass().name().stringValue().replaceAll(".*/", "");
        return classFile.transformClass(model, (classBuilder, element) -> {
            if (element instanceof MethodModel method) {
                classBuilder.transformMethod(method, (methodBuilder, part) -> {
                    if (part instanceof CodeModel code) {
                        int[] line = {0};
                        methodBuilder.transformCode(code, (builder, instruction) -> hook(builder, instruction, type,
                                method.methodName().stringValue(), line));
                    } else {
                        methodBuilder.with(part);
                    }
                });
            } else {
                classBuilder.with(element);
            }
        });
    }

    private void hook(CodeBuilder builder, CodeElement instruction, String type, String method, int[] line) {
        if (instruction instanceof LineNumber number) {
            line[0] = number.line();
        }
        if (!(instruction instanceof InvokeInstruction call)
                || !call.owner().name().stringValue().equals(OFF_HEAP)) {
            builder.with(instruction);
            return;
        }
        String operation = call.name().stringValue();
        int id = sites.size();
        boolean store = !operation.startsWith("get") || operation.startsWith("getAnd");
        Site site = new Site(id, type, method, line[0], operation, store);
        sites.add(site);
        builder.loadConstant(id);
        if (!store) {
            builder.invokestatic(HOOKS, "beforeLoad", HOOK).with(instruction);
        } else if (site.copies()) {
            builder.invokestatic(HOOKS, operation, call.typeSymbol().insertParameterTypes(
                    call.typeSymbol().parameterCount(), ConstantDescs.CD_int));
        } else {
            builder.invokestatic(HOOKS, "beforeStore", HOOK).with(instruction).loadConstant(id)
                    .invokestatic(HOOKS, "afterStore", HOOK);
        }
    }
}

package io.sidecore.stress.mutant;

import io.sidecore.stress.failpoint.Patch;
import io.sidecore.syscall.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link AccessPatch} does, and in the classes of the engine also calls of {@link FieldAccesses} in the place of accesses to fields, and of
 * {@link EngineThreads} in the place of threads, clock and kernel.
 */
final class SyscallPatch implements Patch {
    /** Those of the engine that threads share; the others keep what they have to themselves, or end before the rounds begin. */
    private static final List<String> TYPES = List.of("ActiveRole", "AsideCalls", "AsideResults", "Cancellations",
            "Brevity", "CorePages", "CoreThreads", "CoreWatch", "Dispatch", "EntryLayout", "EntryStack",
            "FinishedCalls", "FreeSlots",
            "Functions", "Gate", "MemoryBarrier", "Page", "PageQueue", "PendingCalls", "PrivatePageQueue",
            "SharedPage", "SharedPageQueue", "SleepWord", "SyscallCore", "SyscallPage", "SyscallThread", "Watch");
    private static final String PACKAGE = "io/sidecore/syscall/";
    private static final ClassDesc FIELDS = FieldAccesses.class.describeConstable().orElseThrow();
    private static final ClassDesc THREADS = EngineThreads.class.describeConstable().orElseThrow();
    private static final ClassDesc OBJECT = ConstantDescs.CD_Object;

    private final AccessPatch accesses = new AccessPatch();
    private final Map<String, ClassModel> models = new HashMap<>();
    /** By class and name, of those that are volatile. */
    private final Map<String, Integer> fields = new HashMap<>();
    private boolean isLocked;

    static boolean isPatched(String type) {
        return TYPES.contains(type);
    }

    static List<String> classes() {
        return TYPES.stream().map(type -> (PACKAGE + type).replace('/', '.')).toList();
    }

    @Override
    public void begin(CodeBuilder builder, MethodModel method) {
        isLocked = method.flags().has(AccessFlag.SYNCHRONIZED) && isOfEngine(
                method.parent().orElseThrow().thisClass().name().stringValue());
        if (isLocked) {
            builder.aload(0).invokestatic(FIELDS, "enter", type(ConstantDescs.CD_void, OBJECT));
        }
    }

    private static boolean isOfEngine(String name) {
        return name.startsWith(PACKAGE) && isPatched(name.substring(PACKAGE.length()));
    }

    @Override
    public boolean patch(CodeBuilder builder, CodeElement instruction, Place place) {
        if (!isPatched(place.type())) {
            return accesses.patch(builder, instruction, place);
        }
        return switch (instruction) {
            case FieldInstruction field when !place.method().startsWith("<") -> field(builder, field, place);
            case MonitorInstruction monitor -> monitor(builder, monitor);
            case ReturnInstruction end when isLocked -> {
                builder.aload(0).invokestatic(FIELDS, "exit", type(ConstantDescs.CD_void, OBJECT));
                yield false;
            }
            case InvokeInstruction call when call(builder, call, place) -> true;
            default -> accesses.patch(builder, instruction, place);
        };
    }

    private static boolean monitor(CodeBuilder builder, MonitorInstruction monitor) {
        builder.dup();
        if (monitor.opcode() == Opcode.MONITORENTER) {
            builder.monitorenter().invokestatic(FIELDS, "enter", type(ConstantDescs.CD_void, OBJECT));
        } else {
            builder.invokestatic(FIELDS, "exit", type(ConstantDescs.CD_void, OBJECT)).monitorexit();
        }
        return true;
    }

    private boolean field(CodeBuilder builder, FieldInstruction field, Place place) {
        String name = field.name().stringValue();
        if (field.opcode() == Opcode.GETSTATIC) {
            String question = name.equals("AVAILABLE")
                    ? "isAvailable"
                    : name.equals("IS_SUBMITTER_FENCED") ? "isFenced" : null;
            if (question == null) {
                return false;
            }
            builder.with(field).invokestatic(FIELDS, question,
                    type(ConstantDescs.CD_boolean, ConstantDescs.CD_boolean));
            return true;
        }
        Found found = field.opcode() == Opcode.PUTSTATIC ? null : find(field.owner().name().stringValue(), name);
        if (found == null || found.isFinal) {
            return false;
        }
        boolean stores = field.opcode() == Opcode.PUTFIELD;
        int site = found.isVolatile
                ? fields.computeIfAbsent(found.key, key -> place.siteOfField(key.substring(0, key.indexOf('.')), name))
                : 0;
        ClassDesc type = field.typeSymbol();
        boolean isReference = !type.isPrimitive();
        ClassDesc wide = isReference ? OBJECT : ConstantDescs.CD_long;
        if (stores) {
            TypeKind kind = TypeKind.from(type);
            int value = builder.allocateLocal(kind);
            int owner = builder.allocateLocal(TypeKind.REFERENCE);
            builder.storeLocal(kind, value).astore(owner).aload(owner).aload(owner)
                    .getfield(field.owner().asSymbol(), name, type);
            widen(builder, type);
            builder.loadLocal(kind, value);
            widen(builder, type);
            builder.loadConstant(found.key).loadConstant(site)
                    .invokestatic(FIELDS, "set",
                            type(ConstantDescs.CD_void, OBJECT, wide, wide, ConstantDescs.CD_String,
                                    ConstantDescs.CD_int))
                    .aload(owner).loadLocal(kind, value).with(field);
            return true;
        }
        builder.dup().with(field);
        widen(builder, type);
        builder.loadConstant(found.key).loadConstant(site).invokestatic(FIELDS, "get",
                type(wide, OBJECT, wide, ConstantDescs.CD_String, ConstantDescs.CD_int));
        if (isReference) {
            builder.checkcast(type);
        } else if (!type.equals(ConstantDescs.CD_long)) {
            builder.l2i();
        }
        return true;
    }

    private static void widen(CodeBuilder builder, ClassDesc type) {
        if (type.isPrimitive() && !type.equals(ConstantDescs.CD_long)) {
            builder.i2l();
        }
    }

    private record Found(String key, boolean isFinal, boolean isVolatile) {}

    /** Null if it is not the engine's. */
    private Found find(String owner, String name) {
        for (String at = owner; at.startsWith(PACKAGE);) {
            ClassModel model = models.computeIfAbsent(at, SyscallPatch::parse);
            for (var field : model.fields()) {
                if (field.fieldName().stringValue().equals(name)) {
                    return new Found(at.substring(PACKAGE.length()) + "." + name, field.flags().has(AccessFlag.FINAL),
                            field.flags().has(AccessFlag.VOLATILE));
                }
            }
            at = model.superclass().orElseThrow().name().stringValue();
        }
        return null;
    }

    private static ClassModel parse(String name) {
        try (InputStream file = Engine.class.getClassLoader().getResourceAsStream(name + ".class")) {
            return ClassFile.of().parse(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean call(CodeBuilder builder, InvokeInstruction call, Place place) {
        String owner = call.owner().name().stringValue();
        String method = call.name().stringValue();
        MethodTypeDesc shipped = call.typeSymbol();
        switch (owner + "." + method) {
            case "java/util/concurrent/atomic/AtomicInteger.get" -> atomic(builder, place, "get", "counter get", false);
            case "java/util/concurrent/atomic/AtomicInteger.incrementAndGet",
                    "java/util/concurrent/atomic/AtomicInteger.decrementAndGet" ->
                atomic(builder, place, method, method, true);
            case "java/util/concurrent/locks/LockSupport.park", "java/util/concurrent/locks/LockSupport.unpark",
                    "java/util/concurrent/locks/LockSupport.parkNanos", "java/lang/Thread.yield",
                    "java/lang/Thread.onSpinWait", "java/lang/System.nanoTime" ->
                builder.invokestatic(THREADS, method, shipped);
            case "java/lang/Thread.start" ->
                builder.invokestatic(THREADS, method, shipped.insertParameterTypes(0, call.owner().asSymbol()));
            case "java/lang/Thread$Builder$OfPlatform.unstarted" ->
                builder.invokestatic(THREADS, method, shipped.insertParameterTypes(0, OBJECT));
            case "io/sidecore/affinity/PinnedThread.to" -> builder.pop().aconst_null();
            case "io/sidecore/affinity/CurrentThread.tid" -> builder.iconst_1();
            case "io/sidecore/syscall/SyscallThread.isBlocked" -> builder.pop().iconst_1();
            case "io/sidecore/syscall/SyscallCore.fail" ->
                builder.invokestatic(THREADS, method, shipped.insertParameterTypes(0, OBJECT)
                        .changeParameterType(1, OBJECT));
            case "io/sidecore/syscall/Interrupts.send" -> builder.pop2();
            case "io/sidecore/syscall/DirectCalls.execute" -> {
                if (!place.type().equals("Functions")) {
                    return false;
                }
                builder.invokestatic(THREADS, "kernel", shipped.insertParameterTypes(0, OBJECT));
            }
            case "io/sidecore/syscall/MemoryBarrier.call" -> {
                if (!place.method().equals("inAllThreads")) {
                    return false;
                }
                builder.pop2().loadConstant(place.site("barrier", false)).invokestatic(FIELDS, "barrier",
                        type(ConstantDescs.CD_int, ConstantDescs.CD_int)).i2l();
            }
            default -> {
                if (!owner.equals("java/lang/invoke/VarHandle") || shipped.parameterCount() == 0) {
                    return false;
                }
                List<ClassDesc> types = new ArrayList<>(List.of(call.owner().asSymbol(), OBJECT));
                types.addAll(shipped.parameterList().subList(1, shipped.parameterCount()));
                types.add(ConstantDescs.CD_int);
                builder.loadConstant(method.equals("get") ? 0 : place.site(method, method.startsWith("set")))
                        .invokestatic(FIELDS, method, MethodTypeDesc.of(shipped.returnType(), types));
            }
        }
        return true;
    }

    private static void atomic(CodeBuilder builder, Place place, String method, String operation, boolean stores) {
        builder.loadConstant(place.site(operation, stores)).invokestatic(FIELDS, method, type(ConstantDescs.CD_int,
                ClassDesc.of("java.util.concurrent.atomic.AtomicInteger"), ConstantDescs.CD_int));
    }

    private static MethodTypeDesc type(ClassDesc result, ClassDesc... parameters) {
        return MethodTypeDesc.of(result, parameters);
    }
}

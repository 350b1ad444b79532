package io.sidecore.stress.mutant;

import io.sidecore.memory.access.Futex;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.failpoint.Patch;
import io.sidecore.stress.failpoint.Site;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Set;

/** Calls of {@link Accesses} in the place of everything that reaches a region, and around the jumps of some checks. */
final class AccessPatch implements Patch {
    /** Those of the harness that reach into a region by its segment, and those that note down what is done. */
    static final List<String> HARNESS = List.of("io.sidecore.stress.crash.trial.Message",
            "io.sidecore.stress.crash.queue.ProducerRole", "io.sidecore.stress.crash.trial.SentLedger",
            "io.sidecore.stress.crash.trial.LifeSigns", "io.sidecore.stress.crash.queue.ReceivedLedger",
            "io.sidecore.stress.crash.broadcast.SeenLedger", "io.sidecore.stress.crash.queue.Relay",
            "io.sidecore.stress.crash.Foreigner");
    private static final Set<String> LEDGERS = Set.of("SentLedger", "LifeSigns", "ReceivedLedger", "SeenLedger");

    private static final ClassDesc ACCESSES = Accesses.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc JUMP = MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_boolean,
            ConstantDescs.CD_int);

    @Override
    public boolean patch(CodeBuilder builder, CodeElement instruction, Place place) {
        return switch (instruction) {
            case InvokeInstruction call -> call(builder, call, place);
            case BranchInstruction jump when isCheck(jump, place) -> {
                jump(builder, jump, place);
                yield true;
            }
            default -> false;
        };
    }

    private static boolean call(CodeBuilder builder, InvokeInstruction call, Place place) {
        String owner = call.owner().name().stringValue();
        String method = call.name().stringValue();
        MethodTypeDesc type = call.typeSymbol();
        if (LEDGERS.contains(place.type())) {
            if (!owner.equals(name(OffHeap.class)) || !method.equals("putLongVolatile")) {
                return false;
            }
            builder.invokestatic(ACCESSES, "putAside", type);
            return true;
        }
        if (owner.equals(name(OffHeap.class))) {
            builder.loadConstant(place.site(method, Site.isStore(method)));
            builder.invokestatic(ACCESSES, method,
                    type.insertParameterTypes(type.parameterCount(), ConstantDescs.CD_int));
            return true;
        }
        if (owner.equals(name(VarHandle.class)) && method.endsWith("Fence")) {
            builder.loadConstant(place.site(method, false));
            builder.invokestatic(ACCESSES, method, MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int));
            return true;
        }
        boolean reaches = owner.equals(name(FileChannel.class)) && method.equals("map")
                || owner.equals(name(Futex.class)) && (method.equals("sleep") || method.equals("wakeAll"))
                || owner.equals(name(MemorySegment.class)) && isOfBytes(method, type);
        if (!reaches) {
            return false;
        }
        builder.invokestatic(ACCESSES, method, call.opcode() == Opcode.INVOKESTATIC
                ? type
                : type.insertParameterTypes(0, call.owner().asSymbol()));
        return true;
    }

    private static boolean isOfBytes(String method, MethodTypeDesc type) {
        return (method.equals("get") || method.equals("set"))
                && Set.of("OfLong", "OfByte").contains(type.parameterType(0).displayName().replaceAll(".*[.$]", ""));
    }

    private static boolean isCheck(BranchInstruction jump, Place place) {
        return jump.opcode() != Opcode.GOTO && jump.opcode() != Opcode.GOTO_W
                && Checks.methods().contains(place.type() + "." + place.method());
    }

    private static void jump(CodeBuilder builder, BranchInstruction jump, Place place) {
        int site = place.site("jump", false);
        Label taken = builder.newLabel();
        Label decided = builder.newLabel();
        builder.branch(jump.opcode(), taken).iconst_0().goto_(decided).labelBinding(taken).iconst_1()
                .labelBinding(decided).loadConstant(site).invokestatic(ACCESSES, "jump", JUMP).ifne(jump.target());
    }

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }
}

package io.sidecore.stress.failpoint;

import io.sidecore.memory.access.OffHeap;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** Calls of {@link Failpoints} in front of and behind each access. */
final class HookPatch implements Patch {
    private static final String OFF_HEAP = OffHeap.class.getName().replace('.', '/');
    private static final ClassDesc HOOKS = Failpoints.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc HOOK = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    @Override
    public boolean patch(CodeBuilder builder, CodeElement instruction, Place place) {
        if (!(instruction instanceof InvokeInstruction call)
                || !call.owner().name().stringValue().equals(OFF_HEAP)) {
            return false;
        }
        String operation = call.name().stringValue();
        boolean store = Site.isStore(operation);
        int id = place.site(operation, store);
        builder.loadConstant(id);
        if (!store) {
            builder.invokestatic(HOOKS, "beforeLoad", HOOK).with(instruction);
        } else if (Site.isCopy(operation)) {
            builder.invokestatic(HOOKS, operation, call.typeSymbol().insertParameterTypes(
                    call.typeSymbol().parameterCount(), ConstantDescs.CD_int));
        } else {
            builder.invokestatic(HOOKS, "beforeStore", HOOK).with(instruction).loadConstant(id)
                    .invokestatic(HOOKS, "afterStore", HOOK);
        }
        return true;
    }
}

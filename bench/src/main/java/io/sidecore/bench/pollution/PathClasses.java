package io.sidecore.bench.pollution;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.Random;

/**
 * Makes hidden classes with a {@link CodePath} each: straight code without a branch, whose constants differ from class to class, so that no
 * two share a line of code. By count, two cycles a repetition, for some 24 bytes of instructions.
 *
 * <pre>{@code
 *   long a = number, b = 0;
 *   a = (a ^ C1) + C2;  b += a >>> S;     // and so on, with other constants
 *   return a + b;
 * }</pre>
 */
final class PathClasses {
    /** Repetitions of the line above. */
    static final int ROUNDS = 48;

    private static final ClassDesc SUPER = CodePath.class.describeConstable().orElseThrow();
    private static final ClassDesc NAME = ClassDesc.of(PathClasses.class.getPackageName(), "GeneratedPath");
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long);
    private static final int A = 1;
    private static final int B = 3;

    private PathClasses() {}

    /** Makes and instantiates one. */
    static CodePath next(Random random) {
        byte[] bytes = ClassFile.of().build(NAME, type -> type.withSuperclass(SUPER).withFlags(ClassFile.ACC_FINAL)
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0,
                        code -> code.aload(0)
                                .invokespecial(SUPER, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_())
                .withMethodBody("run", RUN, 0, code -> body(code, random)));
        try {
            MethodHandles.Lookup made = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (CodePath) made
                    .findConstructor(made.lookupClass(), java.lang.invoke.MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("a class made here cannot be loaded", e);
        }
    }

    private static void body(CodeBuilder code, Random random) {
        code.lconst_0().lstore(B);
        for (int round = 0; round < ROUNDS; round++) {
            // Constants of 32 bits are part of the instruction.
            code.lload(A).loadConstant((long) random.nextInt()).lxor().loadConstant((long) random.nextInt()).ladd()
                    .lstore(A);
            code.lload(B).lload(A).loadConstant(1 + random.nextInt(Long.SIZE - 1)).lushr().ladd().lstore(B);
        }
        code.lload(A).lload(B).ladd().lreturn();
    }
}

package io.sidecore.stress.failpoint;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;

/** What stands in the place of the instructions that reach shared memory. */
public interface Patch {
    /** One method that is patched. */
    interface Place {
        /** {@return class, without its package} */
        String type();

        /** {@return method} */
        String method();

        /**
         * {@return the number of another site, at the present line}
         *
         * @param operation what is done there
         * @param store     whether it can change memory
         */
        int site(String operation, boolean store);

        /**
         * {@return the number of another site, which stands for all accesses to a field}
         *
         * @param type  class of the field, without its package
         * @param field its name
         */
        int siteOfField(String type, String field);
    }

    /**
     * Writes what comes in front of a method.
     *
     * @param builder of the method
     * @param method  the shipped one
     */
    default void begin(CodeBuilder builder, MethodModel method) {}

    /**
     * Writes what stands in the place of an instruction.
     *
     * @param builder     of the method
     * @param instruction the shipped one
     * @param place       where it is
     * @return whether it has; false to leave the instruction as it is
     */
    boolean patch(CodeBuilder builder, CodeElement instruction, Place place);
}

/**
 * Mutants of the shipped classes, each with one access that is weaker than it should be, and whether rounds of the crash harness in a weak memory
 * show it.
 *
 * <pre>
 *   shipped:   args ... invokestatic OffHeap.putLongRelease          invokestatic VarHandle.fullFence
 *   patched:   args ... site  invokestatic Accesses.putLongRelease   site  invokestatic Accesses.fullFence
 * </pre>
 *
 * <p>In the engine's classes, fields of objects are words of that memory as well, locks and VarHandles go through it, and threads are slots of the round:
 * {@link io.sidecore.stress.mutant.FieldAccesses}, {@link io.sidecore.stress.mutant.EngineThreads}.
 *
 * <p>The sites are found in the bytecode, so that an access that is added is a mutant that must be killed or argued. All mutants are in the same patched classes; a static switch
 * names the one that is active.
 */
package io.sidecore.stress.mutant;

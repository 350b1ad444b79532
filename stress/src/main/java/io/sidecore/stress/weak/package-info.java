/**
 * A machine whose memory is as weak as the memory orders of Java's {@code VarHandle} allow, run one access at a time.
 *
 * <pre>
 *   word:   oldest kept ... | value, message | value, message | value, message      newest: what the real memory holds
 *                                   ^ a thread that has seen this one may still read it, or anything to the right
 *
 *   thread: view      word -> the write that it must see at least
 *           heard     messages of its loads without acquire; an acquire fence makes them part of its view
 *           wrote     its own stores; a StoreStore fence makes them part of what its later plain stores tell
 *           told      what its later plain stores tell
 * </pre>
 *
 * <p>This is the operational, view-based form of C11's release and acquire (Kang et al., A Promising Semantics, POPL 2017; Lahav et al.,
 * Taming Release-Acquire Consistency, POPL 2016), without promises. A store with release carries its thread's view as its message, and a load with
 * acquire that reads it takes that over.
 *
 * <p>Weaker than most hardware on purpose: a load with acquire may be satisfied before an earlier store with release (RCpc), a compare-and-set is acquire and release but no
 * fence, and writes reach other threads in any order that nobody has asked for (no multi-copy atomicity). Stronger in two ways: a load never reads a
 * store that is made later (no load buffering), and a store is always newer than all stores to its word before it in the run.
 */
package io.sidecore.stress.weak;

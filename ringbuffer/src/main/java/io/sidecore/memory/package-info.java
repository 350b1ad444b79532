/**
 * Regions of memory that several threads or several processes share.
 *
 * <p>A region is created or attached, two separate operations, and starts with a versioned header page:
 *
 * <pre>
 *   byte   0        8         12      16         24            32          36      40       48
 *          | magic  | version | kind  | capacity | data offset | alignment | state | epoch  |
 *   byte  48               56                     64               72      80              88             96
 *          | creator's pid | creator's start time | huge page size | lanes | lane capacity | lanes opened | zero ...
 *   byte 256             384              512               640               768      896           1024
 *          | consumer's    | producers'     | producer's line | consumer's line | closed | correlation |
 *          |     wait word |      wait word |
 *   byte 1024      1152                               8192
 *          | party 0 | party 1 | ...       | party 55 | data ...
 * </pre>
 *
 * <p>{@code state} is written last, with release order, so that a half-created region is recognised and refused. Fields that
 * different parties write are 128 bytes apart: adjacent-line prefetchers fetch lines in pairs.
 */
package io.sidecore.memory;

package io.sidecore.stress.hostile;

import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.hostile.side.Structure;
import java.nio.file.Path;

/**
 * What a process is to do in one round, as a line of its standard input.
 *
 * @param structure of the round
 * @param writes    whether its side is the one that produces, publishes or writes
 * @param file      of the region
 * @param shape     of the region
 * @param seed      of what it does
 * @param salt      of the messages
 * @param strikes   deeds of the vandal; 0 of an honest side
 */
record Order(Structure structure, boolean writes, Path file, Shape shape, long seed, long salt, int strikes) {
    String toLine() {
        return String.join("\t", structure.name(), Boolean.toString(writes), file.toString(), shape.toWord(),
                Long.toString(seed), Long.toString(salt), Integer.toString(strikes));
    }

    static Order ofLine(String line) {
        String[] field = line.split("\t");
        String[] shape = field[3].split("-");
        return new Order(Structure.valueOf(field[0]), Boolean.parseBoolean(field[1]), Path.of(field[2]),
                new Shape(Long.parseLong(shape[0]), Integer.parseInt(shape[1]), Integer.parseInt(shape[2])),
                Long.parseLong(field[4]), Long.parseLong(field[5]), Integer.parseInt(field[6]));
    }
}

package io.sidecore.examples.trading.flow;

import io.sidecore.examples.trading.book.OrderMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads an order flow from a message file in the LOBSTER format.
 *
 * <p>One message a line: time in seconds after midnight with up to nine decimals, type, order id, size, price in
 * dollars × 10,000, direction (1 buy, −1 sell) of the limit order, and in some files a seventh column, which is not
 * used. Blank lines and lines that end in CR LF are allowed.
 *
 * <table>
 * <caption>How a line's type becomes a message</caption>
 * <tr><th>type</th><th>message</th></tr>
 * <tr><td>1 new limit order</td><td>{@link OrderMessage#NEW}</td></tr>
 * <tr><td>2 partial cancel</td><td>{@link OrderMessage#REDUCE}</td></tr>
 * <tr><td>3 delete</td><td>{@link OrderMessage#DELETE}</td></tr>
 * <tr><td>4 visible execution</td><td>{@link OrderMessage#NEW_IOC} of the other direction</td></tr>
 * <tr><td>5 hidden execution, 6 cross</td><td>{@link OrderMessage#TRADE_REPORT}</td></tr>
 * <tr><td>7 halt or its end</td><td>{@link OrderMessage#STATUS}</td></tr>
 * </table>
 *
 * <p>The file records an execution by the resting order that was hit; an engine must be sent the order that hit it. So
 * an execution becomes an immediate-or-cancel order of that price and size from the other side, with an id that the
 * file does not use: −2, −3, and so on. It meets the orders that the book has at that price, the oldest first, which is
 * the order that the file names as long as the book knows of all orders before it.
 *
 * <p>Orders that rested before the file begins are unknown to the book; their cancels and executions are legal here,
 * and the book rejects or ignores them.
 */
public final class LobsterReader {
    private static final int MAX_LINE = 512;
    private static final int MIN_COLUMNS = 6;
    private static final int MAX_COLUMNS = 7;
    private static final long FIRST_SYNTHETIC_ID = -2;

    private final Path file;
    private final OrderFlow.Builder flow = new OrderFlow.Builder(1 << 10);
    private long syntheticId = FIRST_SYNTHETIC_ID;
    private long firstNanos;
    private long lastNanos;

    private LobsterReader(Path file) {
        this.file = file;
    }

    /**
     * Reads a whole file.
     *
     * @param file the message file
     * @return its messages, at least one
     * @throws OrdersFileException if the file cannot be read, has no messages or more than a flow can hold, or has a
     *        line that is not in the format; the message names the file, and the line and column if there is one
     */
    public static OrderFlow read(Path file) throws OrdersFileException {
        LobsterReader reader = new LobsterReader(file);
        try {
            reader.readLines();
        } catch (OrdersFileException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new OrdersFileException(file + ": no such orders file", e);
        } catch (AccessDeniedException e) {
            throw new OrdersFileException(file + ": no permission to read this orders file", e);
        } catch (IOException e) {
            throw new OrdersFileException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return reader.flow.build();
    }

    private void readLines() throws IOException {
        if (Files.isDirectory(file)) {
            throw new OrdersFileException(file + ": is a directory, not an orders file");
        }
        // Latin 1 decodes any bytes at all: what is wrong with a file in another encoding is said by line and column.
        try (Reader input = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
            StringBuilder text = new StringBuilder(MAX_LINE);
            int line = 1;
            int next = input.read();
            while (next >= 0) {
                if (next == '\n') {
                    readLine(line, text);
                    text.setLength(0);
                    line++;
                } else if (text.length() == MAX_LINE) {
                    // A file without line ends, such as a binary one, would otherwise be read into memory as a whole.
                    throw malformed(line, "longer than " + MAX_LINE + " characters");
                } else {
                    text.append((char) next);
                }
                next = input.read();
            }
            readLine(line, text);
        }
        if (flow.count() == 0) {
            throw new OrdersFileException(file + ": has no messages");
        }
    }

    private void readLine(int line, StringBuilder text) throws OrdersFileException {
        String content = text.toString().strip();
        if (content.isEmpty()) {
            return;
        }
        String[] columns = content.split(",", -1);
        if (columns.length < MIN_COLUMNS || columns.length > MAX_COLUMNS) {
            throw malformed(line, columns.length + (columns.length == 1 ? " column" : " columns") + ", expected "
                    + MIN_COLUMNS + " or " + MAX_COLUMNS + ": " + LobsterField.quote(content));
        }
        if (flow.count() == OrderFlow.MAX_MESSAGES) {
            throw malformed(line, "more than " + OrderFlow.MAX_MESSAGES + " messages");
        }
        try {
            addMessage(columns);
        } catch (LobsterField.Malformed e) {
            throw malformed(line, e.getMessage());
        }
    }

    private void addMessage(String[] columns) throws LobsterField.Malformed {
        long nanos = LobsterField.TIME.nanos(columns[0]);
        int type = (int) LobsterField.TYPE.number(columns[1]);
        long orderId = LobsterField.ORDER_ID.number(columns[2]);
        int size = (int) LobsterField.SIZE.number(columns[3]);
        long price = LobsterField.PRICE.number(columns[4]);
        long direction = LobsterField.DIRECTION.number(columns[5]);
        if (direction == 0) {
            throw new LobsterField.Malformed(LobsterField.DIRECTION, "must be 1 or -1, not '0'");
        }
        if (flow.count() == 0) {
            firstNanos = nanos;
        } else if (nanos < lastNanos) {
            throw new LobsterField.Malformed(LobsterField.TIME,
                    "earlier than the message before: " + LobsterField.quote(columns[0]));
        }
        lastNanos = nanos;
        byte side = direction > 0 ? OrderMessage.BUY : OrderMessage.SELL;
        long offset = nanos - firstNanos;
        switch (type) {
            case 1 -> flow.add(OrderMessage.NEW, side, orderId, price, size, offset);
            case 2 -> flow.add(OrderMessage.REDUCE, side, orderId, price, size, offset);
            case 3 -> flow.add(OrderMessage.DELETE, side, orderId, price, size, offset);
            case 4 -> flow.add(OrderMessage.NEW_IOC, (byte) -side, syntheticId--, price, size, offset);
            case 5, 6 -> flow.add(OrderMessage.TRADE_REPORT, side, orderId, price, size, offset);
            default -> flow.add(OrderMessage.STATUS, side, orderId, price, size, offset);
        }
    }

    private OrdersFileException malformed(int line, String why) {
        return new OrdersFileException(file + ": line " + line + ": " + why);
    }
}

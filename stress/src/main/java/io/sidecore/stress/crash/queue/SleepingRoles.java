package io.sidecore.stress.crash.queue;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingProducer;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.Violation;
import java.util.concurrent.TimeUnit;

/** Producers that sleep while there is no room, and a consumer that sleeps while there is no message; each wakes the other side as it has promised. */
final class SleepingRoles {
    private SleepingRoles() {}

    /**
     * Sends its quota, or until the ring is closed, and closes the ring if it is the last one to end; or earlier, if what the others have committed by then, or
     * will commit, is promised to come all the same.
     */
    record Producer(ProducerRole.Attachment attachment, Post post, boolean mayCloseEarly) implements Role {
        @Override
        public void live() throws RegionException {
            Queue queue = attachment.attach(post.file());
            RingProducer producer = queue.producer();
            for (int sent = 0; sent < post.quota();) {
                int length = post.random().nextInt(queue.maxMessageLength() + 1);
                long at = producer.tryClaim(Message.type(post.slot(), sent), length);
                if (at == Ring.BACK_PRESSURE) {
                    producer.awaitRoom(length, 1, TimeUnit.HOURS);
                    continue;
                }
                if (at == Ring.CLOSED) {
                    break;
                }
                producer.commit();
                draw(queue);
                sent++;
                // Of the last message, the end of the ring may tell.
                if (sent < post.quota()) {
                    producer.wake();
                }
            }
            boolean closes = post.over().getAsBoolean() || mayCloseEarly && post.random().nextInt(3) == 0;
            if (!closes) {
                producer.wake();
            }
            producer.close();
            if (closes) {
                queue.close();
            }
        }

        private void draw(Queue queue) {
            long id = post.sent().address() + (queue.nextCorrelationId() - 1) * Long.BYTES;
            if (OffHeap.getLong(id) != 0) {
                throw new Violation("a correlation id was drawn twice");
            }
            OffHeap.putLong(id, 1);
        }

        @Override
        public boolean isDone() {
            return false;
        }
    }

    /** Consumes until the ring is drained. */
    record Consumer(ProducerRole.Attachment attachment, Post post) implements Role {
        @Override
        public void live() throws RegionException {
            Queue queue = attachment.attach(post.file());
            Queue.Consumer consumer = queue.consumer(1 + post.random().nextInt(4));
            ReceivedLedger ledger = new ReceivedLedger(post.ledger());
            while (!consumer.isDrained()) {
                int messages = consumer.poll((type, segment, offset, length) -> ledger.add(consumer.lane(),
                        consumer.messagePosition(), Message.slot(type), type & 0xFFFFF, length, true),
                        1 + post.random().nextInt(8));
                if (messages == 0) {
                    consumer.sleep();
                } else if (post.random().nextInt(3) == 0) {
                    // Before it sleeps, it wakes the others in any case.
                    consumer.wake();
                }
            }
            consumer.close();
        }

        @Override
        public boolean isDone() {
            return false;
        }
    }
}

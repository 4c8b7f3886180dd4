package io.millrace.adapter.trees;

import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Trees that were found to give a reference's bits, for the scorers of one process that are open on the same model: the first one compares, the others wait for what it finds and walk the same trees. An entry goes with its last user,
 * or when the trees are refused.
 */
final class ProvenTrees {
    // Shared by the subtasks of a job in one process, as the model's session is.
    private static final ConcurrentHashMap<Key, Shared> OPEN = new ConcurrentHashMap<>();

    private ProvenTrees() {}

    /**
     * What a proof is about.
     *
     * @param capacity up to which batches were compared
     * @param reference what scored in comparison
     */
    record Key(String digest, int capacity, String reference) {}

    /** An entry is replaced, never changed; the proof stays. */
    private record Shared(FutureTask<CompiledTrees> proof, int users) {}

    /**
     * The trees of a model. Each call that comes to a good end is answered by one {@link #release}.
     *
     * @param prove makes the trees and compares them; called where nobody has done so
     * @throws TreesRefusedException as {@code prove} does, also where it was called for another
     */
    static CompiledTrees acquire(Key key, Callable<CompiledTrees> prove) throws TreesRefusedException {
        FutureTask<CompiledTrees> proof = OPEN.merge(
                        key,
                        new Shared(new FutureTask<>(prove), 1),
                        (open, mine) -> new Shared(open.proof, open.users + 1))
                .proof;
        proof.run(); // does nothing where another has begun
        try {
            return proof.get();
        } catch (ExecutionException e) {
            release(key);
            if (e.getCause() instanceof TreesRefusedException refused) {
                throw new TreesRefusedException(refused.reason());
            }
            throw new IllegalStateException("comparing the trees of model " + key.digest + " broke", e);
        } catch (InterruptedException e) {
            release(key);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the trees of model " + key.digest + " were compared", e);
        }
    }

    static void release(Key key) {
        OPEN.computeIfPresent(key, (name, open) -> open.users > 1 ? new Shared(open.proof, open.users - 1) : null);
    }

    /** How many scorers use the trees of a model. */
    static int users(Key key) {
        Shared shared = OPEN.get(key);
        return shared == null ? 0 : shared.users;
    }
}

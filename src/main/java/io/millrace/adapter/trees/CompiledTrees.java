package io.millrace.adapter.trees;

/**
 * Trees laid out to be walked; never changes, so that several scorers may walk them.
 *
 * @param width the number of inputs
 */
record CompiledTrees(Forest forest, Link link, int width) {
    /** @throws TreesRefusedException when the trees are larger than their layout allows */
    static CompiledTrees of(TreeModel model) throws TreesRefusedException {
        return new CompiledTrees(Forest.of(model), model.link(), model.width());
    }
}

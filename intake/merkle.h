/*
 * Merkle: a tree over the journal in the shape of RFC 6962 section 2, so that one creditor's entries can be proved to be in
 * the books without showing anybody else's. A leaf is SHA-256(0x00 ‖ data), a node SHA-256(0x01 ‖ left ‖ right); the left
 * part of n leaves is the largest power of two below n.
 */
#ifndef PAAKRAV_MERKLE_H
#define PAAKRAV_MERKLE_H

#include "intake/digest.h"

#include <stdbool.h>

typedef struct MerkleHash {
	uint8_t bytes[DIGEST_BYTES];
} MerkleHash;

MerkleHash merkle_leaf(const void *data, size_t n);

/* A tree over leaves (MerkleHash, copied). The caller's. */
typedef struct MerkleTree MerkleTree;
MerkleTree *merkle_new(const GArray *leaves);
void merkle_free(MerkleTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MerkleTree, merkle_free)

size_t merkle_size(const MerkleTree *tree);
MerkleHash merkle_root(const MerkleTree *tree); /* of no leaves: SHA-256 of nothing */
/* The audit path of the leaf at index (below the size), nearest first: MerkleHash. The caller's. */
GArray *merkle_path(const MerkleTree *tree, size_t index);
/* That the tree of the first m leaves (1 … size) is the beginning of this one: MerkleHash. The caller's. */
GArray *merkle_growth(const MerkleTree *tree, size_t m);

/* Does the path lead from the leaf at index to the root of a tree of size leaves? */
bool merkle_path_holds(MerkleHash leaf, size_t index, size_t size, const GArray *path, MerkleHash root);
/* Does the proof show that the tree of m leaves with the old root is the beginning of that of n leaves with the new one? */
bool merkle_growth_holds(size_t m, MerkleHash old_root, size_t n, MerkleHash new_root, const GArray *proof);

bool merkle_same(MerkleHash a, MerkleHash b);
void merkle_hex(MerkleHash hash, char out[DIGEST_HEX]);
bool merkle_of_hex(const char *hex, MerkleHash *out);

#endif

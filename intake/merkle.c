#include "intake/merkle.h"

#include <assert.h>
#include <string.h>

/* Level 0 are the leaves; a level's last node without a neighbour is the next level's last, unchanged. */
struct MerkleTree {
	GPtrArray *levels; /* GArray* of MerkleHash */
};

static MerkleHash node(MerkleHash left, MerkleHash right)
{
	uint8_t bytes[1 + 2 * DIGEST_BYTES] = { 0x01 };
	memcpy(bytes + 1, left.bytes, DIGEST_BYTES);
	memcpy(bytes + 1 + DIGEST_BYTES, right.bytes, DIGEST_BYTES);
	MerkleHash hash;
	digest_bytes(bytes, sizeof bytes, hash.bytes);
	return hash;
}

MerkleHash merkle_leaf(const void *data, size_t n)
{
	static const uint8_t mark = 0x00;
	MerkleHash hash;
	Digest *digest = digest_new();
	digest_update(digest, &mark, 1);
	digest_update(digest, data, n);
	digest_finish(digest, hash.bytes);
	return hash;
}

static void level_free(void *level)
{
	g_array_unref(level);
}

static const GArray *level_at(const MerkleTree *tree, guint i)
{
	return tree->levels->pdata[i];
}

static MerkleHash at(const GArray *level, size_t i)
{
	assert(i < level->len);
	return g_array_index(level, MerkleHash, i);
}

MerkleTree *merkle_new(const GArray *leaves)
{
	MerkleTree *tree = g_new0(MerkleTree, 1);
	tree->levels = g_ptr_array_new_with_free_func(level_free);
	GArray *level = g_array_sized_new(FALSE, FALSE, sizeof(MerkleHash), leaves->len);
	g_array_append_vals(level, leaves->data, leaves->len);
	g_ptr_array_add(tree->levels, level);
	while (level->len > 1) {
		GArray *above = g_array_sized_new(FALSE, FALSE, sizeof(MerkleHash), (level->len + 1) / 2);
		for (guint i = 0; i < level->len; i += 2) {
			MerkleHash hash = i + 1 < level->len ? node(at(level, i), at(level, i + 1)) : at(level, i);
			g_array_append_val(above, hash);
		}
		g_ptr_array_add(tree->levels, above);
		level = above;
	}
	return tree;
}

void merkle_free(MerkleTree *tree)
{
	if (tree == NULL)
		return;
	g_ptr_array_unref(tree->levels);
	g_free(tree);
}

size_t merkle_size(const MerkleTree *tree)
{
	return level_at(tree, 0)->len;
}

MerkleHash merkle_root(const MerkleTree *tree)
{
	if (merkle_size(tree) > 0)
		return at(level_at(tree, tree->levels->len - 1), 0);
	MerkleHash none;
	digest_bytes("", 0, none.bytes);
	return none;
}

GArray *merkle_path(const MerkleTree *tree, size_t index)
{
	assert(index < merkle_size(tree));
	GArray *path = g_array_new(FALSE, FALSE, sizeof(MerkleHash));
	for (guint i = 0; i + 1 < tree->levels->len; i++, index /= 2) {
		const GArray *level = level_at(tree, i);
		size_t beside = index ^ 1;
		if (beside < level->len)
			g_array_append_vals(path, &g_array_index(level, MerkleHash, beside), 1);
	}
	return path;
}

/* The root of the subtree of the leaves from `from` on, n of them; from is a multiple of the power of two that holds n. */
static MerkleHash subtree(const MerkleTree *tree, size_t from, size_t n)
{
	guint i = 0;
	for (size_t width = 1; width < n; width *= 2)
		i++;
	if (n == (size_t)1 << i || from + n == merkle_size(tree))
		return at(level_at(tree, i), from >> i);
	size_t left = (size_t)1 << (i - 1);
	return node(subtree(tree, from, left), subtree(tree, from + left, n - left));
}

/* RFC 6962 section 2.1.2, SUBPROOF: known says that the old root itself is at hand to whoever reads the proof. */
static void growth(const MerkleTree *tree, size_t from, size_t m, size_t n, bool known, GArray *proof)
{
	if (m == n) {
		MerkleHash whole = subtree(tree, from, n);
		if (!known)
			g_array_append_val(proof, whole);
		return;
	}
	size_t k = 1;
	while (k * 2 < n)
		k *= 2;
	MerkleHash other;
	if (m <= k) {
		growth(tree, from, m, k, known, proof);
		other = subtree(tree, from + k, n - k);
	} else {
		growth(tree, from + k, m - k, n - k, false, proof);
		other = subtree(tree, from, k);
	}
	g_array_append_val(proof, other);
}

GArray *merkle_growth(const MerkleTree *tree, size_t m)
{
	assert(m >= 1 && m <= merkle_size(tree));
	GArray *proof = g_array_new(FALSE, FALSE, sizeof(MerkleHash));
	growth(tree, 0, m, merkle_size(tree), true, proof);
	return proof;
}

/* ---- checking, without the tree ---- */

bool merkle_path_holds(MerkleHash leaf, size_t index, size_t size, const GArray *path, MerkleHash root)
{
	if (index >= size)
		return false;
	MerkleHash hash = leaf;
	guint used = 0;
	for (size_t last = size - 1; last > 0; index /= 2, last /= 2) {
		bool right = (index & 1) != 0;
		if (!right && index == last)
			continue; /* no neighbour on this level */
		if (used == path->len)
			return false;
		MerkleHash beside = at(path, used++);
		hash = right ? node(beside, hash) : node(hash, beside);
	}
	return used == path->len && merkle_same(hash, root);
}

bool merkle_growth_holds(size_t m, MerkleHash old_root, size_t n, MerkleHash new_root, const GArray *proof)
{
	if (m == 0 || m > n)
		return false;
	if (m == n)
		return proof->len == 0 && merkle_same(old_root, new_root);
	guint used = 0;
	size_t index = m - 1, last = n - 1;
	for (; (index & 1) != 0; index /= 2)
		last /= 2;
	/* The old root is its own whole subtree when m is a power of two, and then not in the proof. */
	bool whole = index == 0;
	if (!whole && proof->len == 0)
		return false;
	MerkleHash was = whole ? old_root : at(proof, used++), is = was;
	for (; last > 0; index /= 2, last /= 2) {
		bool right = (index & 1) != 0;
		if (!right && index == last)
			continue;
		if (used == proof->len)
			return false;
		MerkleHash beside = at(proof, used++);
		if (right) {
			was = node(beside, was);
			is = node(beside, is);
		} else {
			is = node(is, beside);
		}
	}
	return used == proof->len && merkle_same(was, old_root) && merkle_same(is, new_root);
}

bool merkle_same(MerkleHash a, MerkleHash b)
{
	return memcmp(a.bytes, b.bytes, DIGEST_BYTES) == 0;
}

void merkle_hex(MerkleHash hash, char out[DIGEST_HEX])
{
	digest_to_hex(hash.bytes, out);
}

bool merkle_of_hex(const char *hex, MerkleHash *out)
{
	if (hex == NULL || strlen(hex) != DIGEST_HEX - 1)
		return false;
	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		int high = g_ascii_xdigit_value(hex[2 * i]), low = g_ascii_xdigit_value(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out->bytes[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

/* The tree of RFC 6962: the known roots, every path and every growth of small trees, and nothing that was changed. */
#include "intake/merkle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 34 };

static GArray *leaves_of(size_t n)
{
	GArray *leaves = g_array_new(FALSE, FALSE, sizeof(MerkleHash));
	for (size_t i = 0; i < n; i++) {
		g_autofree char *data = g_strdup_printf("linje %zu", i);
		MerkleHash leaf = merkle_leaf(data, strlen(data));
		g_array_append_val(leaves, leaf);
	}
	return leaves;
}

/* The definition of section 2.1, word for word. */
static MerkleHash defined(const MerkleHash *leaves, size_t n)
{
	if (n == 1)
		return leaves[0];
	size_t k = 1;
	while (k * 2 < n)
		k *= 2;
	MerkleHash parts[2] = { defined(leaves, k), defined(leaves + k, n - k) };
	uint8_t bytes[1 + 2 * DIGEST_BYTES] = { 1 };
	memcpy(bytes + 1, parts, sizeof parts);
	MerkleHash hash;
	digest_bytes(bytes, sizeof bytes, hash.bytes);
	return hash;
}

static void known_roots(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t n;
	} data[] = { { "", 0 }, { "\0", 1 }, { "\x10", 1 }, { " !", 2 }, { "01", 2 }, { "@ABC", 4 }, { "PQRSTUVW", 8 }, { "`abcdefghijklmno", 16 } };
	static const char *const roots[] = {
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	};
	g_autoptr(GArray) leaves = g_array_new(FALSE, FALSE, sizeof(MerkleHash));
	for (size_t i = 0; i < G_N_ELEMENTS(data); i++) {
		MerkleHash leaf = merkle_leaf(data[i].bytes, data[i].n);
		g_array_append_val(leaves, leaf);
		g_autoptr(MerkleTree) tree = merkle_new(leaves);
		char hex[DIGEST_HEX];
		merkle_hex(merkle_root(tree), hex);
		assert_string_equal(hex, roots[i]);
	}
}

static void empty_tree(void **state)
{
	(void)state;
	g_autoptr(GArray) none = leaves_of(0);
	g_autoptr(MerkleTree) tree = merkle_new(none);
	char hex[DIGEST_HEX];
	merkle_hex(merkle_root(tree), hex);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void every_path_leads_to_the_root(void **state)
{
	(void)state;
	for (size_t n = 1; n <= MOST; n++) {
		g_autoptr(GArray) leaves = leaves_of(n);
		g_autoptr(MerkleTree) tree = merkle_new(leaves);
		MerkleHash root = merkle_root(tree);
		assert_true(merkle_same(root, defined((const MerkleHash *)(void *)leaves->data, n)));
		for (size_t i = 0; i < n; i++) {
			g_autoptr(GArray) path = merkle_path(tree, i);
			MerkleHash leaf = g_array_index(leaves, MerkleHash, i);
			assert_true(merkle_path_holds(leaf, i, n, path, root));
			assert_false(merkle_path_holds(leaf, n, n, path, root));
			for (size_t other = 0; other < n; other++)
				assert_true(other == i || !merkle_path_holds(leaf, other, n, path, root));
			leaf.bytes[3] ^= 1;
			assert_false(merkle_path_holds(leaf, i, n, path, root));
			leaf.bytes[3] ^= 1;
			if (path->len > 0) {
				g_array_index(path, MerkleHash, path->len - 1).bytes[0] ^= 1;
				assert_false(merkle_path_holds(leaf, i, n, path, root));
				g_array_set_size(path, path->len - 1);
				assert_false(merkle_path_holds(leaf, i, n, path, root));
			}
		}
	}
}

static void every_growth_is_shown(void **state)
{
	(void)state;
	for (size_t n = 1; n <= MOST; n++) {
		g_autoptr(GArray) leaves = leaves_of(n);
		g_autoptr(MerkleTree) tree = merkle_new(leaves);
		MerkleHash root = merkle_root(tree);
		for (size_t m = 1; m <= n; m++) {
			MerkleHash old_root = defined((const MerkleHash *)(void *)leaves->data, m);
			g_autoptr(GArray) proof = merkle_growth(tree, m);
			assert_true(merkle_growth_holds(m, old_root, n, root, proof));
			old_root.bytes[31] ^= 1;
			assert_false(merkle_growth_holds(m, old_root, n, root, proof));
			old_root.bytes[31] ^= 1;
			if (proof->len > 0) {
				g_array_index(proof, MerkleHash, 0).bytes[9] ^= 1;
				assert_false(merkle_growth_holds(m, old_root, n, root, proof));
			}
		}
	}
}

static void hex_is_read_back(void **state)
{
	(void)state;
	MerkleHash leaf = merkle_leaf("x", 1), again;
	char hex[DIGEST_HEX];
	merkle_hex(leaf, hex);
	assert_true(merkle_of_hex(hex, &again) && merkle_same(leaf, again));
	hex[5] = 'g';
	assert_false(merkle_of_hex(hex, &again));
	assert_false(merkle_of_hex("ab", &again));
	assert_false(merkle_of_hex(NULL, &again));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_roots),
		cmocka_unit_test(empty_tree),
		cmocka_unit_test(every_path_leads_to_the_root),
		cmocka_unit_test(every_growth_is_shown),
		cmocka_unit_test(hex_is_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#!/usr/bin/env python3
"""The house rules as a test. tidy.py SOURCE checks the tree; each rule first proves, on a planted fault, that it can fail.

Rules look at a Tree: the text of every file by its path from the root. A plant is a Tree with one change."""
import fnmatch
import functools
import os
import re
import sys
from pathlib import Path

ROOMS = ("intake", "assess", "filing", "enforcement")
TOP = {"CMakeLists.txt", "README.md", "intake", "assess", "filing", "enforcement", "tests", "fixtures", "docs",
       "CMakePresets.json", "dev", "LICENSE"}
FUNCTION_LINES, FILE_LINES = 70, 600 # the design says about 600, and to split what holds two nouns

# Abbreviations of law/README.md section 2 to the statute files of docs/law.
STATUTES = {
    "rpl": ("retsplejeloven", "retsplejeloven-2"), "ral": ("retsafgiftsloven",), "ral14": ("retsafgiftsloven-2014",),
    "il": ("inkassoloven",), "rl": ("renteloven",), "fl": ("foraeldelsesloven",), "kl": ("konkursloven", "konkursloven-2"),
    "dsl": ("doedsboskifteloven",), "gil": ("gaeldsinddrivelsesloven",), "dbl": ("databeskyttelsesloven",),
    "fkl": ("forbrugerklageloven",), "kal": ("kreditaftaleloven",), "ml": ("momsloven",), "hvl": ("hvidvaskloven",),
    "bkl": ("bogfoeringsloven",), "gbl": ("gaeldsbrevsloven",), "tl": ("tinglysningsloven",), "vol": ("voldgiftsloven",),
    "bek1558": ("bek-betalingspaakrav",), "bek1475": ("bek-rettergangsfuldmaegtige",), "bek1173": ("bek-sagsportal",),
    "bek1720": ("bek-juridisk-raadgivning",), "bek816": ("bek-forkyndelse",), "bek65": ("bek-forbrugerklager",),
    "bek270": ("bek-bededag",), "bek994": ("bek-inddrivelsesomkostninger-groenland",),
}

# Library headers and the files that may open that door; a trailing / is a folder.
DOORS = (
    (r"libxml/|libxslt/", ("intake/worker/",)),
    (r"sqlite3\.h", ("intake/storeinside.h",)),
    (r"openssl/", ("intake/digest*.c",)),
    (r"zip\.h|zipconf\.h", ("intake/worker/", "filing/archive.c")),
    # Poppler draws a page on cairo's surface; nothing is laid out there.
    (r"cairo\.h$", ("filing/page*.[ch]", "filing/typeset.[ch]", "intake/worker/pdfpage.c")),
    (r"cairo-|cairo/|pango|fontconfig/|ft2build|freetype", ("filing/page*.[ch]", "filing/typeset.[ch]")),
    (r"qpdf/", ("intake/worker/",)),
    (r"seccomp\.h|linux/seccomp", ("intake/worker/",)),
    (r"cjson/|cJSON", ("intake/json.h",)),
    (r"gio/|glib/gstdio", ()),
    (r"curl/", ("intake/wireinside.h",)),
    (r"poppler", ("intake/worker/pdfpage.c",)),
    (r"tesseract/", ("intake/worker/ocr.c",)),
    (r"leptonica/", ("intake/worker/",)),
    (r"gmime/", ("intake/worker/mail.c",)),
    (r"gsf/", ("intake/worker/outlook.c",)),
    (r"microhttpd", ()),
)

CLOCKS = r"(?:time|clock_gettime|gettimeofday|localtime|localtime_r|gmtime|gmtime_r|mktime|strftime|clock" \
         r"|g_get_real_time|g_get_monotonic_time|g_date_time_new_now\w*|g_get_current_time|g_date_set_time\w*|g_timer_new" \
         r"|rand|srand|random(?=\s*\(\s*\))|drand48|getrandom|arc4random|g_random_\w+|g_rand_\w+|g_uuid_string_random|setlocale|tzset)"
# Below main nothing asks what time it is; how long a strangers' job has run is no date.
CLOCK_DOORS = {"intake/main.c": CLOCKS, "intake/reader.c": r"g_get_monotonic_time|clock_gettime"}

BANNED = r"(?:strcpy|strcat|sprintf|vsprintf|gets|strtok|tmpnam|mktemp|system|popen|alloca" \
         r"|g_thread_\w+|g_mutex_\w+|g_main_loop_\w+|g_main_context_\w+|g_file_get_contents_utf8" \
         r"|g_hash_table_iter_\w+|g_hash_table_foreach\w*|g_hash_table_get_keys\w*|g_hash_table_get_values\w*)"
# Where a hash table is walked although its order is chance: it must not show.
HASH_WALKS = {"intake/caseindex.c"} # rows of an index that are dropped; which goes first is not seen

JUNK_NAMES = r"(?:util|utils|helper|helpers|common|misc|shared|tools|stuff)"
STUB_WORDS = r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|not (?:yet )?implemented|place" r"holder|dum" r"my)\b"
MACHINE_PATHS = r"(?<![\w.])/(?:wor" r"k|far" r"m|ho" r"me|ro" r"ot|Us" r"ers)/"


class Tree(dict):
    def c(self, rooms=ROOMS, headers=True):
        for path in sorted(self):
            if path.split("/")[0] in rooms and (path.endswith(".c") or headers and path.endswith((".h", ".def"))):
                yield path

    def planted(self, path, text, after=True):
        new = Tree(self)
        new[path] = (self.get(path, "") + text) if after else text
        return new


def read_tree(root):
    tree = Tree()
    for folder, names, files in os.walk(root):
        names[:] = sorted(n for n in names if n not in ("build", ".git", "__pycache__"))
        for name in sorted(files):
            path = Path(folder, name)
            rel = path.relative_to(root).as_posix()
            try:
                tree[rel] = path.read_text(encoding="utf-8")
            except (UnicodeDecodeError, OSError):
                tree[rel] = ""
    return tree


TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def blank(match):
    text = match.group(0)
    return re.sub(r"[^\n]", " ", text) if text.startswith("/") else text[0] + re.sub(r"[^\n]", " ", text[1:-1]) + text[-1]


_bare = {}


def bare(text):
    """C without the insides of comments and literals; lines keep their numbers."""
    if text not in _bare:
        _bare[text] = TOKEN.sub(blank, text)
    return _bare[text]


def hits(tree, path, pattern, text=None):
    for match in re.finditer(pattern, bare(tree[path]) if text is None else text):
        yield f"{path}:{(text if text is not None else bare(tree[path])).count(chr(10), 0, match.start()) + 1}", match


def at_door(path, doors):
    return any(path.startswith(door) if door.endswith("/") else fnmatch.fnmatch(path, door) for door in doors)


def calls(name):
    return rf"(?<![\w>.]){name}\s*\("


# ---- the rules: each yields one sentence for each fault --------------------------------------------------------------

def include_direction(tree):
    for path in tree.c():
        room = path.split("/")[0]
        for where, match in hits(tree, path, r'(?m)^[ \t]*#[ \t]*include[ \t]*"([^"]*)"', tree[path]):
            target = match.group(1)
            head = target.split("/")[0]
            if head not in ROOMS:
                yield f"{where}: include from the root of the tree, not \"{target}\""
            elif path != "intake/main.c" and ROOMS.index(head) > ROOMS.index(room):
                yield f"{where}: {room} may not include {target}, which stands to its right"
            elif path.startswith("intake/worker/") and head != "intake":
                yield f"{where}: the locked room links only the ground floor, not {target}"
            elif target.startswith("intake/worker/") and not path.startswith("intake/worker/"):
                yield f"{where}: only the locked room opens {target}"


def library_doors(tree):
    for path in tree.c():
        for where, match in hits(tree, path, r"(?m)^[ \t]*#[ \t]*include[ \t]*<([^>]*)>", tree[path]):
            for header, doors in DOORS:
                if re.match(header, match.group(1)) and not at_door(path, doors):
                    yield f"{where}: <{match.group(1)}> has its door in {', '.join(doors) or 'no room'}"


def money_member(tree):
    for path in tree.c():
        if path != "intake/money.c":
            for where, match in hits(tree, path, r"(?:\.|->)\s*ore\b"):
                yield f"{where}: the member of Money is for money.c alone"


def no_floating_point(tree):
    for path in tree.c():
        # Geometry of pages: points and dots.
        if not at_door(path, ("filing/page*.[ch]", "filing/typeset.[ch]", "intake/worker/pdfpage.c", "intake/worker/ocr.c",
                              "intake/worker/image.c", "intake/worker/crop.c", "intake/worker/leaf.[ch]",
                              "intake/worker/layer.[ch]", "intake/worker/plate.[ch]", "intake/worker/binder*.c",
                              "intake/worker/blank*.[ch]")):
            for where, match in hits(tree, path, r"\b(?:float|double|strtod|valuedouble)\b"):
                if path == "intake/json.c" and match.group(0) == "valuedouble":
                    continue # cJSON's own numbers; json.c checks that one is whole before it is used
                yield f"{where}: no floating point near money ({match.group(0)})"


def clocks_and_chance(tree):
    for path in tree.c():
        allowed = CLOCK_DOORS.get(path)
        for where, match in hits(tree, path, calls(f"({CLOCKS})")):
            if not (allowed and re.fullmatch(allowed, match.group(1))):
                yield f"{where}: {match.group(1)} asks the clock, the locale or chance below main"
        for where, match in hits(tree, path, r"/dev/u?random|getenv", tree[path]):
            # Where the locked room lies is no matter of any decision; tests point at the one they built.
            if path != "intake/main.c" and (path, match.group(0)) != ("intake/reader.c", "getenv"):
                yield f"{where}: {match.group(0)} below main"


def banned_calls(tree):
    for path in tree.c():
        for where, match in hits(tree, path, calls(f"({BANNED})")):
            if not (path in HASH_WALKS and match.group(1).startswith("g_hash_table_iter_")):
                yield f"{where}: {match.group(1)} is not used in this house"
        for where, match in hits(tree, path, r"\bNDEBUG\b"):
            yield f"{where}: asserts stay on"


def functions(text):
    """(first line, last line, name) of each function body in house style: the braces stand in the first column."""
    lines = text.split("\n")
    start = None
    for n, line in enumerate(lines):
        if line.startswith("{") and start is None:
            start = n
        elif line.startswith("}") and start is not None:
            name = "?"
            for back in range(start - 1, max(-1, start - 12), -1):
                match = re.match(r"(?:QUOTE|[A-Za-z_][\w *]*?)\b\*?(\w+)\s*\(", lines[back])
                if match and not lines[back].startswith(("\t", " ")):
                    name = match.group(1)
                    break
            yield start + 1, n + 1, name
            start = None


def lengths(tree):
    for path in tree.c(ROOMS + ("tests",)):
        count = tree[path].count("\n")
        if count > FILE_LINES and path.endswith((".c", ".h")):
            yield f"{path}: {count} lines; over about 600 a file holds two nouns"
        for first, last, name in functions(bare(tree[path])) if not path.startswith("tests/") else ():
            if last - first - 1 > FUNCTION_LINES:
                yield f"{path}:{first}: {name} has {last - first - 1} lines, over {FUNCTION_LINES}"


def names(tree):
    for path in tree:
        stem = path.rsplit("/", 1)[-1].split(".")[0].lower()
        if re.fullmatch(rf"(?:.*_)?{JUNK_NAMES}", stem) or any(re.fullmatch(JUNK_NAMES, part) for part in path.split("/")[:-1]
                                                            if not path.startswith("fixtures/corpora/")):
            yield f"{path}: a file is a noun; this name is a drawer for junk"


def top_level(tree):
    for path in tree:
        head = path.split("/")[0]
        if head not in TOP and not head.startswith("."):
            yield f"{head}: the top level holds only what the design lists"


def unfinished(tree):
    for path in tree:
        if path.split("/")[0] in ROOMS + ("tests", "dev", "README.md") or path.startswith("docs/") and "/law/" not in path:
            for where, match in hits(tree, path, STUB_WORDS, tree[path]):
                yield f"{where}: '{match.group(0)}' marks unfinished work"


def machine_paths(tree):
    for path in tree:
        if not path.startswith("fixtures/corpora/"):
            for where, match in hits(tree, path, MACHINE_PATHS, tree[path]):
                yield f"{where}: the path of a machine, {match.group(0)}"


def lines_can_fail(tree):
    for path in sorted(tree):
        if path.startswith("tests/") and path.endswith((".bats", ".bash")):
            for number, line in enumerate(tree[path].split("\n"), 1):
                if line.lstrip("\t").startswith("! ") and "||" not in line:
                    yield f"{path}:{number}: bash does not stop at what ! turned round; say run -1"
                if re.match(r"\t+\[\[? .* \]\]? && (?:\[|jq|grep|cmp|diff)", line) and not re.search(r"\|\||&& break$", line):
                    yield f"{path}:{number}: of a && b bash stops at b alone; give each its line"


def architecture(tree):
    text = tree.get("docs/ARCHITECTURE.md")
    if text is None:
        yield "docs/ARCHITECTURE.md: there is none"
        return
    for where, match in hits(tree, "docs/ARCHITECTURE.md", r"`((?:%s|tests|fixtures|docs)/[^`\s]*)`" % "|".join(ROOMS), text):
        named = match.group(1)
        for one in expand(named):
            if one.endswith("/"):
                if not any(path.startswith(one) for path in tree):
                    yield f"{where}: {one} is not there"
            elif not any(fnmatch.fnmatch(path, one) for path in tree):
                yield f"{where}: {one} is not there"


def expand(named):
    """money.[ch] is money.c and money.h."""
    match = re.search(r"\.\[(\w+)\]$", named)
    return [f"{named[: match.start()]}.{kind}" for kind in match.group(1)] if match else [named]


@functools.lru_cache(maxsize=None)
def flat(text):
    return re.sub(r"\s+", " ", text).strip()


@functools.lru_cache(maxsize=None)
def paragraph(text, number):
    """The text of § number of a statute file, up to the next paragraph."""
    match = re.search(rf"(?m)^§ {re.escape(number)}\.", text)
    if not match:
        return None
    after = re.search(r"(?m)^§ \d+", text[match.end():])
    return text[match.start(): match.end() + after.start()] if after else text[match.start():]


LITERALS = r'"(?:\\.|[^"\\])*"'
QUOTE = re.compile(rf"\bQUOTE\(\s*(\w+)\s*,\s*(\d+)\s*,\s*((?:{LITERALS}\s*)+),\s*((?:{LITERALS}\s*)+)\)")


def spoken(literals):
    parts = re.findall(LITERALS, literals)
    return "".join(part[1:-1].replace('\\"', '"').replace("\\n", "\n") for part in parts)


def quotes(tree):
    for path in sorted(tree):
        if not re.fullmatch(r"(?:assess|filing|enforcement)/.*\.[ch]", path) or path.endswith("rules.h"):
            continue
        found = 0
        for match in QUOTE.finditer(tree[path]):
            found += 1
            line = tree[path].count("\n", 0, match.start()) + 1
            rule, where, text = match.group(1), spoken(match.group(3)), spoken(match.group(4))
            yield from quote_stands(tree, f"{path}:{line}: {rule}", where, text)
        begun = len(re.findall(r"(?m)^QUOTE\(", bare(tree[path])))
        if begun != found:
            yield f"{path}: {begun - found} QUOTE that this test cannot read"


def bailiff_quotes(tree):
    """Each rule of filing/bailiff.csv quotes its statute word for word."""
    import csv
    for row in csv.DictReader(tree.get("filing/bailiff.csv", "").splitlines()):
        yield from quote_stands(tree, f"filing/bailiff.csv: {row['id']}", row["statute"], row["quote"] or "no quote")


def bailiff_samples(tree):
    """Each rule of filing/bailiff.csv has a case that it strikes and the nearest that it leaves alone."""
    import csv
    tried = set(re.findall(r"(?m)^SAMPLE\((\w+), (bad|edge), ", tree.get("tests/bailiff_samples.def", "")))
    rules = [row["id"] for row in csv.DictReader(tree.get("filing/bailiff.csv", "").splitlines())]
    for rule in rules:
        for kind in ("bad", "edge"):
            if (rule, kind) not in tried:
                yield f"tests/bailiff_samples.def: {rule} has no {kind}"
    for rule in sorted({one for one, _ in tried} - set(rules)):
        yield f"tests/bailiff_samples.def: {rule} is no rule of filing/bailiff.csv"


def quote_stands(tree, who, where, text):
    pieces = [flat(piece) for piece in re.split(r"\s*(?:…|\[…\]|\[\.\.\.\])\s*", text) if flat(piece)]
    if where.startswith(("practice", "docs/law/practice")):
        number = re.search(r"(\d+(?:\.\d+)*)\s*$", where)
        source = tree.get("docs/law/practice.md", "")
        if number:
            part = re.search(rf"(?ms)^(?:#+ |\*\*)?{re.escape(number.group(1))}[. ].*?(?=^(?:#+ |\*\*)?\d+(?:\.\d+)*[. ]|\Z)", source)
            source = part.group(0) if part else ""
        sources = [source]
    else:
        match = re.match(r"(\w+) § (\d+(?: [a-z](?= |$|;|,))?)", where)
        if not match or match.group(1) not in STATUTES:
            yield f"{who}: cannot tell which statute \"{where}\" is"
            return
        files = [tree.get(f"docs/law/{name}.txt", "") for name in STATUTES[match.group(1)]]
        sources = [paragraph(text_of, match.group(2)) for text_of in files]
    for source in sources:
        if source is None:
            continue
        source, place = flat(source), 0
        for piece in pieces:
            place = source.find(piece, place)
            if place < 0:
                break
        if place >= 0 and pieces:
            return
    yield f"{who}: not word for word in {where}: {text[:80]!r}"


RULE_ROW = re.compile(r"(?m)^RULE\(\s*(\w+)\s*,\s*(\d+)\s*,\s*\"[^\"]*\"\s*,\s*\w+\s*,\s*\w+\s*,\s*((?:\"[^\"]*\"\s*)+),\s*'(\w)'")


def rules_quoted(tree):
    """Each row of rules.def has its quote: S rows from a statute, P and D rows from docs/law/practice.md."""
    quoted = {}
    for path in sorted(tree):
        if re.fullmatch(r"assess/rules_.*\.c", path):
            for match in QUOTE.finditer(tree[path]):
                quoted[match.group(1), match.group(2)] = spoken(match.group(3))
    for match in RULE_ROW.finditer(tree.get("assess/rules.def", "")):
        rule, version, mark = match.group(1), match.group(2), match.group(4)
        where = quoted.get((rule, version))
        if where is None:
            yield f"assess/rules.def: {rule}/{version} has no quote"
        elif (mark == "S") == where.startswith(("practice", "docs/law/practice")):
            yield f"assess/rules.def: {rule}/{version} is marked {mark} and quotes {where}"


CITATION = re.compile(r"\b(\w+) § (\d+(?: [a-zæøå]\b(?! ?\.))?)(?: stk\. (\d+))?")


def cited(text):
    return [match for match in CITATION.finditer(text) if match.group(1) in STATUTES]


def citations(tree):
    """Each paragraph that a rule or a table row marked S rests on is in docs/law, with that stykke."""
    import csv
    claims = [("assess/rules.def", spoken(match.group(3))) for match in RULE_ROW.finditer(tree.get("assess/rules.def", ""))]
    for path in sorted(tree):
        if path.startswith("assess/tables/"):
            claims += [(path, row["statute"]) for row in csv.DictReader(tree[path].splitlines())
                       if row.get("mark") == "S" and row.get("statute")]
    for path, text in dict.fromkeys(claims):
        for match in cited(text):
            found = [paragraph(tree.get(f"docs/law/{name}.txt", ""), match.group(2)) for name in STATUTES[match.group(1)]]
            found = [one for one in found if one]
            if not found or match.group(3) not in (None, "1") and not any(f"Stk. {match.group(3)}." in one for one in found):
                yield f"{path}: {match.group(0)} is not in docs/law"


def paragraphs(text):
    return [f"{one.group(1)} § {one.group(2)}" for one in cited(text)]


def scope(tree):
    """docs/law/scope.txt: the paragraphs that a rule must quote, and those that are for later, each with its reason."""
    quoted, later, reason = set(), {}, None
    for line in tree.get("docs/law/scope.txt", "").splitlines():
        if line.startswith("later: "):
            reason = line.removeprefix("later: ")
        elif not line.startswith("#"):
            for where in paragraphs(line):
                if reason is None:
                    quoted.add(where)
                else:
                    later[where] = reason
    return quoted, later


def coverage(tree):
    """Each paragraph in scope is quoted in assess; each that a rule, a ground or a quote names is in scope."""
    in_scope, later = scope(tree)
    said, named = set(), set()
    for path in tree:
        if re.fullmatch(r"assess/.*\.c", path):
            for match in QUOTE.finditer(tree[path]):
                said.update(paragraphs(spoken(match.group(3))))
    for match in RULE_ROW.finditer(tree.get("assess/rules.def", "")):
        named.update(paragraphs(spoken(match.group(3))))
    for line in tree.get("assess/tables/suitability.csv", "").splitlines():
        named.update(paragraphs(line))
    for where in sorted(in_scope - said):
        yield f"docs/law/scope.txt: {where} is in scope and no rule quotes it"
    for where in sorted((named | said) - in_scope):
        yield f"docs/law/scope.txt: {where} is named or quoted by a rule and not in scope"
    for where in sorted(in_scope & set(later)):
        yield f"docs/law/scope.txt: {where} is both in scope and for later"
    for where, reason in sorted(later.items()):
        if len(reason) < 30:
            yield f"docs/law/scope.txt: {where} is for later without a reason"
    for where in sorted(in_scope | set(later)):
        statute, number = where.split(" § ")
        if not any(paragraph(tree.get(f"docs/law/{name}.txt", ""), number) for name in STATUTES[statute]):
            yield f"docs/law/scope.txt: {where} is in no statute of docs/law"


def rule_letters(tree):
    """Each table of rules has its own letters: a finding's number says which table it is of."""
    import csv
    said = {"assess/rules.def": {match.group(1) for match in RULE_ROW.finditer(tree.get("assess/rules.def", ""))},
            "filing/bailiff.csv": {row["id"] for row in csv.DictReader(tree.get("filing/bailiff.csv", "").splitlines())},
            "the books": {match.group(1) for path in tree.c(("enforcement",))
                          for match in re.finditer(r'\bfee_note\([^;]*?,\s*"([A-Z]\d\d)"', tree[path])}}
    owner = {}
    for table, ids in said.items():
        for letter in sorted({one[0] for one in ids}):
            if owner.setdefault(letter, table) != table:
                yield f"{table}: the letter {letter} is that of {owner[letter]}"


def tables_unchanged_shape(tree):
    """Each law table has a header, and as many cells in each row."""
    import csv
    for path in sorted(tree):
        if re.fullmatch(r"assess/tables/.*\.csv", path):
            rows = list(csv.reader(tree[path].splitlines()))
            for n, row in enumerate(rows[1:], 2):
                if len(row) != len(rows[0]):
                    yield f"{path}:{n}: {len(row)} cells under a header of {len(rows[0])}"


# ---- each rule with a fault that it must see ----------------------------------------------------------------------

RULES = (
    (include_direction, "intake/date.c", '#include "assess/law.h"\n'),
    (include_direction, "intake/worker/files.c", '#include "assess/law.h"\n'),
    (include_direction, "assess/commands.c", '#include "law.h"\n'),
    (library_doors, "assess/commands.c", "#include <sqlite3.h>\n"),
    (library_doors, "intake/reader.h", "#include <libxml/tree.h>\n"),
    (library_doors, "filing/commands.c", "#include <cjson/cJSON.h>\n"),
    (money_member, "assess/commands.c", "static long f(Money m)\n{\n\treturn m.ore;\n}\n"),
    (money_member, "assess/commands.c", "static long f(Money *m)\n{\n\treturn m->ore;\n}\n"),
    (no_floating_point, "assess/commands.c", "static double f;\n"),
    (clocks_and_chance, "assess/commands.c", "static long f(void)\n{\n\treturn time(NULL);\n}\n"),
    (clocks_and_chance, "intake/reader.c", "static long f(void)\n{\n\treturn g_get_real_time();\n}\n"),
    (clocks_and_chance, "filing/commands.c", 'static int f(void)\n{\n\treturn open("/dev/urandom", 0);\n}\n'),
    (banned_calls, "filing/commands.c", "static void f(char *a, char *b)\n{\n\tstrcpy(a, b);\n}\n"),
    (banned_calls, "filing/commands.c", "static void f(void)\n{\n\tg_hash_table_foreach(h, g, 0);\n}\n"),
    (lengths, "filing/commands.c", "int f(void)\n{\n" + "\tf();\n" * (FUNCTION_LINES + 1) + "}\n"),
    (lengths, "filing/commands.c", "\n" * (FILE_LINES + 1)),
    (names, "intake/string_utils.c", "\n"),
    (names, "intake/common/text.c", "\n"),
    (top_level, "scripts/run.sh", "\n"),
    (unfinished, "assess/commands.c", "/* TO" "DO: the rest */\n"),
    (machine_paths, "docs/CHANGELOG.md", "see /ho" "me/me/notes\n"),
    (lines_can_fail, "tests/planted.bats", "\t! grep -q x y\n"),
    (lines_can_fail, "tests/planted.bats", '\t[ "$a" = b ] && [ -e c ]\n'),
    (lines_can_fail, "tests/planted.bats", '\t[[ "$a" == b* ]] && jq -e . c\n'),
    (architecture, "docs/ARCHITECTURE.md", "`intake/nowhere.c`\n"),
    (architecture, "docs/ARCHITECTURE.md", "`intake/money.[cx]`\n"),
    (quotes, "assess/planted.c", 'QUOTE(X01, 1, "rl § 2", "Der skal betales rente")\n{\n}\n'),
    (quotes, "assess/planted.c", 'QUOTE(X01, 1, "rl § 2", "Rente skal betales fra forfaldsdagen")\n{\n}\n'),
    (quotes, "assess/planted.c", 'QUOTE(X01, 1, "xyz § 2", "Rente")\n{\n}\n'),
    (bailiff_quotes, "filing/bailiff.csv", "B99,x,BLOCK,request,rpl § 478 stk. 1,Udlæg kan ske når man lyster,a,b\n"),
    (bailiff_samples, "filing/bailiff.csv", "B99,x,BLOCK,request,rpl § 478 stk. 1,Tvangsfuldbyrdelse kan ske,a,b\n"),
    (bailiff_samples, "tests/bailiff_samples.def", 'SAMPLE(B98, bad, request, "2026-12-01", "")\n'),
    (rules_quoted, "assess/rules.def", "RULE(X01, 1, \"x\", EFFECT_WARN, EFFECT_WARN, \"rl § 2\", 'S', \"x\", \"x\", \"x\")\n"),
    (citations, "assess/rules.def", "RULE(X01, 1, \"x\", EFFECT_WARN, EFFECT_WARN, \"rl § 77\", 'S', \"x\", \"x\", \"x\")\n"),
    (citations, "assess/rules.def", "RULE(X01, 1, \"x\", EFFECT_WARN, EFFECT_WARN, \"rl § 2 stk. 9\", 'S', \"x\", \"x\", \"x\")\n"),
    (coverage, "docs/law/scope.txt", "rl § 12\n"),
    (coverage, "assess/rules.def", "RULE(X01, 1, \"x\", EFFECT_WARN, EFFECT_WARN, \"rl § 12\", 'S', \"x\", \"x\", \"x\")\n"),
    (coverage, "docs/law/scope.txt", "later: soon\nrl § 12\n"),
    (rule_letters, "enforcement/fee.c", 'static void f(void)\n{\n\tfee_note(plan, "B01", "x", 0, NULL, NULL);\n}\n'),
    (tables_unchanged_shape, "assess/tables/limits.csv", "one,two\n"),
)
# What must not be seen as a fault, so that the rules do not cry at honest code.
HONEST = (
    (lines_can_fail, "tests/planted.bats", '\t[[ "$a" == b && -e c ]]\n\t! ldd x | grep y || skip "z"\n\t[ -e x ] && [ -e y ] && break\n'),
    (quotes, "assess/planted.c", 'QUOTE(X01, 1, "rl § 2", "Der skal ikke betales rente for det " "tidsrum")\n{\n}\n'),
    (quotes, "assess/planted.c", 'QUOTE(X01, 1, "rl § 3 stk. 2", "I andre tilfælde skal der betales rente … 30 dage")\n{\n}\n'),
    (clocks_and_chance, "assess/planted.c", "/* time(NULL) */ static int real_time(int x);\n"),
    (money_member, "assess/planted.c", "/* m.ore */ static int f(void)\n{\n\treturn x.ore_seen;\n}\n"),
    (banned_calls, "assess/planted.c", 'static const char *f = "system(x)"; int g_ecosystem(int);\n'),
)


def main():
    tree = read_tree(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
    faults, blind = [], []
    every = list(dict.fromkeys(rule for rule, _, _ in RULES))
    now = {rule: list(rule(tree)) for rule in every}
    for rule in every:
        faults += [f"{rule.__name__}: {fault}" for fault in now[rule]]
    for rule, path, text in RULES:
        if len(set(rule(tree.planted(path, text)))) <= len(set(now[rule])):
            blind.append(f"{rule.__name__} does not see {text.strip()[:60]!r} in {path}")
    for rule, path, text in HONEST:
        if len(set(rule(tree.planted(path, text)))) > len(set(now[rule])):
            blind.append(f"{rule.__name__} cries at {text.strip()[:60]!r}")
    for line in faults + blind:
        print(line)
    print(f"{len(every)} rules, {len(RULES)} planted faults, {len(tree)} files: "
          + (f"{len(faults)} faults, {len(blind)} blind spots" if faults or blind else "all hold"))
    sys.exit(1 if faults or blind else 0)


if __name__ == "__main__":
    main()

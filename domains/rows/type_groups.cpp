// Which keys the groups of import types and handlers have.
#include <array>

#include "domains/rows/types.hpp"

namespace waybill::rows {
namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20;
constexpr std::uint64_t day_ms = 86'400'000;

constexpr auto type_keys = std::to_array<group_key>({
    {"title", any_text{}, false, "What people see. The default is its name."},
    {"handler", any_text{}, false,
     "Who takes the rows: `keep` (each becomes a record of a table), `validate` (they are held against the "
     "schema, and nothing is kept), or the name of a group `[handler NAME]`. The default is keep."},
    {"handler.*", any_text{}, false,
     "handler.admin, handler.user: another handler for imports of those accounts. handler.mode.X: another "
     "one "
     "when an import has the option `mode` X; it goes before the others."},
    {"schema", any_text{}, false,
     "A file with a Frictionless Table Schema (JSON): columns, types, constraints. Rows that do not hold "
     "fail, "
     "whatever the handler is, which never gets them. Relative paths begin where this file is."},
    {"template", any_text{}, false,
     "A file (.csv or .xlsx) for people to fill in. Without one it is made from the schema."},
    {"who", any_text{}, false,
     "Whom the type is there for: anyone, admins, or names of users with spaces between them, whatever their "
     "case. The default is "
     "anyone. To others it does not exist."},
    {"collection", any_text{}, false, "The table that rows are kept in, unless an import names another one."},
    {"key", any_text{}, false,
     "The columns by which a row is recognised, with commas between them, unless an import names others."},
    {"on_duplicate", one_of_words{"skip update replace error create"}, false,
     "What becomes of a row whose key is there already, unless an import says something else."},
});

constexpr auto handler_keys = std::to_array<group_key>({
    {"kind", one_of_words{"keep validate exec webhook"}, true,
     "What it is: keep and validate as the handlers of those names; exec: a program in any language, which "
     "gets the rows as lines of JSON; webhook: another server, which gets them by POST."},
    {"batch_rows", whole_number_of{"rows", 1, 10'000}, false,
     "exec, webhook: at most so many rows at once. The default is 500: a batch is applied as a whole."},
    {"command", any_text{}, false,
     "exec: the program and its words, as a shell splits them; no shell is started. Relative paths begin "
     "where "
     "this file is."},
    {"row_timeout_ms", whole_number_of{"milliseconds", 1, day_ms}, false,
     "exec: a row without an answer for so long fails, and the program is started anew. The default is "
     "1000."},
    {"memory_bytes", whole_number_of{"bytes", 16 * mib, std::uint64_t{1} << 50}, false,
     "exec: the memory of its own that each process of the program may have. The default is 512MiB."},
    {"cpu_s", whole_number_of{"seconds", 0, 31'536'000}, false,
     "exec: the time on a processor that it may use up, in seconds. The default is 0: no limit."},
    {"nofile", whole_number_of{"descriptors", 8, 1'000'000}, false,
     "exec: how many files it may have open. The default is 64."},
    {"url", any_text{}, false, "webhook: where batches are sent: https, or http on this machine."},
    {"secret", any_text{}, false,
     "webhook: what batches are signed with (HMAC-SHA256). Without one they are not signed."},
    {"attempts", whole_number_of{"attempts", 1, 100}, false,
     "webhook: so often a batch is sent that gets no answer; then the import is suspended, and goes on by "
     "itself later. The default is 5."},
    {"timeout_s", whole_number_of{"seconds", 1, 3'600}, false,
     "webhook: how long an answer may take. The default is 30."},
    {"allow_private", true_or_false{}, false,
     "webhook: may the address be a private one? The default is false: a name must not lead into the network "
     "behind the server."},
});

constexpr auto groups = std::to_array<group_type>({
    {"type", "A type of import of rows: what its tables look like, and who takes the rows.", type_keys},
    {"handler", "Who takes the rows of imports of a type.", handler_keys},
});

}  // namespace

auto type_groups() -> std::span<const group_type> { return groups; }

}  // namespace waybill::rows

#include "actors/file_shelf.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <utility>

#include "actors/file_body.hpp"
#include "actors/journal.hpp"
#include "actors/secret_file.hpp"
#include "actors/secrets.hpp"
#include "events/fault_point.hpp"
#include "events/log/sync_folder.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

/// So long may an address be used.
constexpr std::chrono::hours address_lasts{1};
/// More than any program has under way; each costs a small file.
constexpr std::size_t waiting_of_one = 1'000;
constexpr std::chrono::minutes between_looks{1};

auto no_such_file() -> error { return {errc::not_found, "There is no such file.", {}}; }

auto later(instant at, std::chrono::microseconds by) -> instant { return {at.us + by.count()}; }

auto lowercase(std::string_view text) -> std::string {
  std::string out;
  for (const char c : text) out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
  return out;
}

auto announced_by(const caller& who, const file_wish& wish) -> file_state {
  file_state state;
  state.owner = who.user;
  if (who.session) state.session = *who.session;
  if (who.token) state.token = *who.token;
  state.name = wish.name;
  state.type = wish.type;
  state.purpose = wish.purpose;
  return state;
}

auto seconds_of(instant at) -> std::string { return std::to_string(at.us / 1'000'000); }

}  // namespace

file_shelf::file_shelf(shelf_plan plan) : plan_(std::move(plan)), written_(states_folder()) {}

// --- what it knows ---

void file_shelf::remember_written(const digest& what) {
  if (const auto kept = written_.remember(what); !kept)
    journal::warn("file.not_remembered",
                  {{"what", "after a restart a table that was written here is not known again"},
                   {"why", kept.why().message}});
}

auto file_shelf::was_written_here(const digest& what) const -> bool { return written_.knows(what); }

auto file_shelf::token_of(const file_id& id) const -> std::string {
  return sealed(key_, "token of file " + id.value);
}

auto file_shelf::signature_of(const file_state& file, const std::string& expires,
                              const std::string& project) const -> std::string {
  std::string text = "upload of file by PUT";
  for (const auto& part : {token_of(file.id), lowercase(file.type), file.owner.value, file.session.value,
                           file.token.value, expires})
    text.append("\n").append(part);
  if (!project.empty()) text.append("\n").append(project);
  return sealed(key_, text);
}

auto file_shelf::deadline_of(const file_state& file) const -> instant {
  const bool open = file.phase == file_phase::waiting || file.phase == file_phase::uploaded;
  if (open) return later(file.touched_at, std::chrono::hours{plan_.config.files_unconfirmed_hours});
  return later(file.touched_at, std::chrono::hours{24 * plan_.config.files_unused_days});
}

auto file_shelf::shown(const shelved_file& file) const -> kept_file {
  return {file.state, token_of(file.state.id), deadline_of(file.state)};
}

auto file_shelf::part_of(const file_state& file) const -> std::string {
  return full_path(file.stem + std::string(unfinished_upload_end));
}

auto file_shelf::find(const file_id& id) -> shelved_ptr {
  const std::scoped_lock lock{mutex_};
  const auto found = files_.find(id.value);
  return found == files_.end() ? nullptr : found->second;
}

auto file_shelf::find_of(const user_id& who, const file_id& id) -> shelved_ptr {
  auto file = find(id);
  if (!file || file->owner != who) return nullptr;
  const std::unique_lock work{file->work};
  if (file->gone) return nullptr;
  if (file->busy || deadline_of(file->state) > plan_.clock->now()) return file;
  static_cast<void>(drop(*file));
  forget(id);
  return nullptr;
}

auto file_shelf::find_by_token(const std::string& token) -> shelved_ptr {
  shelved_ptr file;
  {
    const std::scoped_lock lock{mutex_};
    const auto found = by_token_.find(token);
    if (found == by_token_.end()) return nullptr;
    file = found->second;
  }
  return find_of(file->owner, file->id);
}

auto file_shelf::named(const user_id& who, const std::string& name) -> shelved_ptr {
  if (auto file = find_of(who, {name})) return file;
  auto file = find_by_token(name);
  return file && file->owner == who ? file : nullptr;
}

void file_shelf::put(const shelved_ptr& file) {
  const std::scoped_lock lock{mutex_};
  files_[file->id.value] = file;
  by_token_[token_of(file->id)] = file;
}

void file_shelf::forget(const file_id& id) {
  {
    const std::scoped_lock lock{mutex_};
    files_.erase(id.value);
    by_token_.erase(token_of(id));
  }
  held_->look([this](const std::string& token) {
    const std::scoped_lock lock{mutex_};
    return by_token_.contains(token);
  });
}

auto file_shelf::waiting_of(const user_id& who) -> std::size_t {
  const std::scoped_lock lock{mutex_};
  return static_cast<std::size_t>(std::ranges::count_if(files_, [&](const auto& entry) {
    return entry.second->owner == who && entry.second->counts_as_waiting;
  }));
}

// --- what it changes ---

auto file_shelf::change(shelved_file& file, file_state next) -> result<done> {
  if (auto saved = save_file_state(states_folder(), next); !saved) return saved;
  file.counts_as_waiting = next.phase != file_phase::used;
  file.state = std::move(next);
  return done{};
}

auto file_shelf::count(shelved_file& file, std::uint64_t bytes) -> result<done> {
  const auto& owner = file.owner.value;
  if (bytes > file.counted)
    if (auto fine = plan_.usage->hold(owner, bytes - file.counted); !fine) return fine;
  if (bytes < file.counted) plan_.usage->release(owner, file.counted - bytes);
  file.counted = bytes;
  return done{};
}

auto file_shelf::drop(shelved_file& file) -> result<done> {
  const auto& state = file.state;
  file.gone = true;
  plan_.usage->release(state.owner.value, std::exchange(file.counted, 0));
  // Bytes first: of those that no state names nobody would know whose they are. Who still writes some removes
  // them himself.
  if (state.phase != file_phase::used) {
    if (!file.busy) ::unlink(part_of(state).c_str());
    if (!state.path.empty()) ::unlink(full_path(state.path).c_str());
    const auto folder = fs::path(full_path(state.stem)).parent_path();
    if (!state.path.empty() && !sync_folder(folder))
      return {errc::unavailable, "The file cannot be removed now."};
  }
  fault_point("file.bytes_removed");
  return remove_file_state(states_folder(), state.id);
}

auto file_shelf::add(file_state state) -> result<shelved_ptr> {
  tend();
  if (waiting_of(state.owner) >= waiting_of_one)
    return {errc::too_many_requests, "At most " + std::to_string(waiting_of_one) +
                                         " of your files may wait for their import; delete one first."};
  state.id = plan_.clock->fresh_file();
  state.created_at = state.touched_at = plan_.clock->now();
  state.stem = fresh_upload_stem({plan_.config.data_directory}, state.owner, *plan_.clock);
  auto file = std::make_shared<shelved_file>(state);
  // Before it is promised: what was reserved is given back when it cannot be kept.
  if (auto fine = count(*file, state.length); !fine) return std::move(fine).why();
  if (auto saved = change(*file, std::move(state)); !saved) {
    plan_.usage->release(file->owner.value, file->counted);
    return std::move(saved).why();
  }
  put(file);
  return file;
}

void file_shelf::tend() {
  std::vector<shelved_ptr> all;
  const auto now = plan_.clock->now();
  {
    const std::scoped_lock lock{mutex_};
    if (tended_at_ <= now && now < later(tended_at_, between_looks)) return;
    tended_at_ = now;
    for (const auto& [id, file] : files_) all.push_back(file);
  }
  for (const auto& file : all) {
    std::unique_lock work{file->work, std::try_to_lock};
    if (!work || file->busy || file->gone || deadline_of(file->state) > now) continue;
    static_cast<void>(drop(*file));
    forget(file->id);
  }
}

// --- the desk ---

auto file_shelf::presign(const caller& who, const file_wish& wish) -> result<upload_grant> {
  auto file = add(announced_by(who, wish));
  if (!file) return std::move(file).why();
  const std::unique_lock work{(*file)->work};
  const auto ends = later((*file)->state.created_at, address_lasts);
  const auto expires = seconds_of(ends);
  return upload_grant{shown(**file), ends, expires, signature_of((*file)->state, expires, wish.project)};
}

auto file_shelf::granted_by(const upload_claim& claim) -> result<caller> {
  const auto file = find_by_token(claim.token);
  if (!file) return no_such_file();
  const std::unique_lock work{file->work};
  auto asked = file->state;
  asked.type = claim.type;
  if (!equal_in_constant_time(signature_of(asked, claim.expires, claim.project), claim.signature))
    return {errc::unauthorized,
            "The signature does not fit: an address is for one file, by PUT, with the Content-Type that was "
            "announced."};
  std::int64_t expires = 0;
  std::from_chars(claim.expires.data(), claim.expires.data() + claim.expires.size(), expires);
  if (expires * 1'000'000 <= plan_.clock->now().us)
    return {errc::unauthorized, "The time of this address is over; announce the file anew."};
  caller who{file->state.owner, {}, role::user, std::nullopt, std::nullopt};
  if (!file->state.session.empty()) who.session = file->state.session;
  if (!file->state.token.empty()) who.token = file->state.token;
  return who;
}

auto file_shelf::begin_body(const std::string& token, std::optional<std::uint64_t> announced)
    -> result<std::unique_ptr<file_writer>> {
  auto file = find_by_token(token);
  if (!file) return no_such_file();
  return begin_file_body(*this, std::move(file), announced);
}

auto file_shelf::begin_resumable(const caller& who, const resumable_wish& wish) -> result<kept_file> {
  const auto limit = plan_.config.imports_file_limit_bytes;
  if (wish.length == 0) return {errc::empty_file, "The file is empty."};
  if (wish.length > limit)
    return {errc::too_large, "The file is larger than the limit of " + std::to_string(limit) + " bytes."};
  auto state = announced_by(who, wish.file);
  state.metadata = wish.metadata;
  state.resumable = true;
  state.length = wish.length;
  auto file = add(std::move(state));
  if (!file) return std::move(file).why();
  const std::unique_lock work{(*file)->work};
  return shown(**file);
}

auto file_shelf::begin_piece(const user_id& who, const file_id& id, const piece_wish& wish)
    -> result<std::unique_ptr<file_writer>> {
  auto file = find_of(who, id);
  if (!file) return no_such_file();
  return begin_file_piece(*this, std::move(file), wish);
}

auto file_shelf::hold(const std::string& token, std::function<void()> lost) -> result<std::shared_ptr<void>> {
  // First held, then looked at: what ends in between is told by one or the other.
  auto handle = held_->add(token, std::move(lost));
  if (!find_by_token(token)) return no_such_file();
  return handle;
}

auto file_shelf::confirm(const user_id& who, const std::vector<file_proof>& proofs)
    -> result<std::vector<kept_file>> {
  std::vector<shelved_ptr> files;
  std::vector<shelved_ptr> wrong;
  bool has_other_bytes = false, has_dropped = false;
  for (const auto& proof : proofs) {
    files.push_back(named(who, proof.named));
    if (!files.back()) return no_such_file();
    const std::unique_lock work{files.back()->work};
    const auto& state = files.back()->state;
    if (state.phase == file_phase::waiting)
      return {errc::wrong_status, "The file's bytes have not all come yet."};
    if (state.sha256 != proof.sha256 || proof.size.value_or(state.length) != state.length)
      wrong.push_back(files.back());
    has_other_bytes = has_other_bytes || state.sha256 != proof.sha256;
  }
  for (const auto& file : wrong) {
    const std::unique_lock work{file->work};
    if (file->state.phase != file_phase::uploaded || file->gone) continue;
    if (auto dropped = drop(*file); !dropped) return std::move(dropped).why();
    forget(file->state.id);
    has_dropped = true;
  }
  if (!wrong.empty() && !has_dropped)
    return {errc::checksum_mismatch,
            "What came is not what is said now; it was confirmed before, and stays."};
  if (!wrong.empty() && !has_other_bytes)
    return {errc::checksum_mismatch, "What came is not as long as is said, so it is not kept."};
  if (!wrong.empty())
    return {errc::checksum_mismatch, "What came is not what the checksum says, so it is not kept."};
  std::vector<kept_file> confirmed;
  for (const auto& file : files) {
    const std::unique_lock work{file->work};
    if (file->gone) return no_such_file();
    auto next = file->state;
    if (next.phase == file_phase::uploaded) {
      next.phase = file_phase::confirmed;
      next.touched_at = plan_.clock->now();
      if (auto changed = change(*file, std::move(next)); !changed) return std::move(changed).why();
      fault_point("file.confirmed");
    }
    confirmed.push_back(shown(*file));
  }
  return confirmed;
}

auto file_shelf::link_seal(std::string_view text) const -> std::string { return sealed(key_, text); }

auto file_shelf::get(const user_id& who, const file_id& id) -> result<kept_file> {
  const auto file = find_of(who, id);
  if (!file) return no_such_file();
  const std::unique_lock work{file->work};
  return shown(*file);
}

auto file_shelf::remove(const user_id& who, const file_id& id) -> result<done> {
  const auto file = find_of(who, id);
  if (!file) return no_such_file();
  {
    const std::unique_lock work{file->work};
    if (file->gone) return no_such_file();
    if (file->state.phase == file_phase::used)
      return {errc::file_used, "An import has taken this file; deleting the import removes it."};
    if (auto dropped = drop(*file); !dropped) return dropped;
  }
  forget(id);
  return done{};
}

}  // namespace waybill

#include "projections/accounts_model.hpp"

#include <map>

#include "events/catalog.hpp"

namespace waybill {
namespace {

auto damaged() -> error {
  return {errc::corrupt, "The row of an account is damaged; 'waybill rebuild' makes it anew."};
}

class accounts_model final : public read_model {
 public:
  explicit accounts_model(projection_store& store) : store_(store) {}

  auto fold(const stored_event& event) -> result<done> override {
    constexpr std::string_view prefix = "account/";
    if (!event.head.stream.starts_with(prefix)) return done{};
    const auto decoded = decode_event<account_event>(event.head.tag, event.payload);
    if (!decoded)
      return {errc::corrupt, "Position " + std::to_string(event.head.at) + ": " + decoded.why().message};
    auto state = state_of(event.head.stream.substr(prefix.size()));
    if (!state) return state.why();
    apply(**state, *decoded, event.head.time);
    return done{};
  }

  auto flush(projection_store&, row_changes& changes) -> result<done> override {
    for (const auto& [id, state] : dirty_) changes.put(family::accounts, id, encode(state));
    dirty_.clear();
    return done{};
  }

  [[nodiscard]] auto waiting() const -> std::size_t override { return dirty_.size(); }

 private:
  auto state_of(const std::string& id) -> result<account_state*> {
    if (const auto found = dirty_.find(id); found != dirty_.end()) return &found->second;
    auto known = load_account(store_, {id});
    if (!known) return std::move(known).why();
    return &(dirty_[id] = std::move(*known).value_or(account_state{}));
  }

  projection_store& store_;
  std::map<std::string, account_state> dirty_;
};

}  // namespace

auto make_accounts_model(projection_store& store) -> std::unique_ptr<read_model> {
  return std::make_unique<accounts_model>(store);
}

auto load_account(const projection_store& store, const user_id& id) -> result<std::optional<account_state>> {
  const auto bytes = store.get(family::accounts, id.value);
  if (!bytes) return bytes.why();
  if (!*bytes) return std::optional<account_state>{};
  account_state state;
  if (!decode(**bytes, state)) return damaged();
  return std::optional{std::move(state)};
}

auto load_accounts(const projection_store& store) -> result<std::vector<account_state>> {
  std::vector<account_state> all;
  bool whole = true;
  const auto walked = store.scan(family::accounts, {}, {}, [&](std::string_view, std::string_view value) {
    whole = decode(value, all.emplace_back());
    return whole;
  });
  if (!walked) return walked.why();
  if (!whole) return damaged();
  return all;
}

}  // namespace waybill

// One import, stepped by hand. The test stands for the registry (there is always a free seat).
#pragma once

#include "actors/import_actor.hpp"
#include "actors/registry.hpp"
#include "tests/actors/stepped_parts.hpp"

namespace waybill::tests {

struct stepped_import : stepped_parts {
  stepped_import() {
    around = std::make_shared<const import_surroundings>(
        import_surroundings{writer, keeper, registry.handle(), janitor.handle(), clock(), directory.path(),
                            import_limits{}, reading_limits{.chunk_records = chunk_records}, 2});
  }
  ~stepped_import() { end(import); }
  stepped_import(const stepped_import&) = delete;
  auto operator=(const stepped_import&) -> stepped_import& = delete;

  /// The next import, of an owner of its own. Nobody has taken a step.
  void begin() {
    end(import);
    serve();
    wanted = freed = rested = 0;
    const auto number = std::to_string(++imports_);
    owner.value = "usr_" + number;
    id.value = "imp_" + number;
    const auto what = submission_of(id.value);
    const auto at = append(import_stream(id), import_submitted::tag, encode(what));
    start({waybill::apply(import_state{}, import_event{what}, clock()->now()), 1, at, at, false, nullptr});
  }
  void start(recovered_import what) { import = spawn_import_actor(system(), around, std::move(what)); }
  /// As the registry does it when the server starts, or when the actor died.
  void start_again(bool after_a_stop) {
    end(import);
    serve();
    REQUIRE(set.control->catch_up());
    auto found = recover_import(*log, *rows, id);
    REQUIRE(found);
    found->interrupted = after_a_stop && (found->state.status == import_status::parsing ||
                                          found->state.status == import_status::processing);
    start(std::move(*found));
  }

  /// One step of somebody, and what the registry says to that. False: nobody can take one.
  auto move() -> bool {
    const bool moved = step();
    serve();
    return moved;
  }
  /// The same, of somebody by chance.
  void move_any(std::size_t by_chance) {
    step_nth(by_chance);
    serve();
  }
  void move(std::size_t times) {
    while (times-- > 0) move();
  }
  /// Until all rest; how many steps that took.
  auto rest() -> std::size_t {
    std::size_t moves = 0;
    while (move()) REQUIRE(++moves < 100'000);
    return moves;
  }
  void pass(std::chrono::milliseconds time) {
    constexpr std::chrono::milliseconds piece{100};
    for (auto passed = piece; passed <= time; passed += piece) {
      rest();
      advance(piece);
    }
    rest();
  }

  auto command(import_verb verb) -> question<change_answer> {
    return ask<change_answer>(import, import_request{owner, verb});
  }
  /// The answer, when all rest again.
  auto obey(import_verb verb) -> result<position> {
    auto asked = command(verb);
    rest();
    return asked->what;
  }
  [[nodiscard]] auto story() const -> std::string { return story_of(id); }
  [[nodiscard]] auto applied() const -> std::size_t { return applied_of(owner); }

  import_id id;
  probe<registry_actor> registry{system()};
  std::shared_ptr<const import_surroundings> around;
  import_actor import;
  /// What the import has said to the registry.
  std::size_t wanted = 0, freed = 0, rested = 0;
  bool grants = true;  ///< false: seats that are asked for are not given

 private:
  void serve() {
    while (registry.heard_something()) {
      if (const auto wish = registry.next_if<seat_wanted>()) {
        ++wanted;
        if (grants) send(import, seat_granted{wish->wish});
      } else if (registry.next_if<seat_freed>()) {
        ++freed;
      } else {
        REQUIRE(registry.next<import_rests>());
        ++rested;
      }
    }
  }

  std::size_t imports_ = 0;
};

}  // namespace waybill::tests

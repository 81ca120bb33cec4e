// One import, stepped by hand: its actor, the store's, the log's and the readers' are the real ones. The test
// stands for the registry (there is always a free seat), the janitor and the index.
#pragma once

#include <fstream>

#include "actors/import_actor.hpp"
#include "actors/log_actor.hpp"
#include "actors/registry.hpp"
#include "actors/store_actor.hpp"
#include "events/hash.hpp"
#include "tests/actors/refusing_log.hpp"
#include "tests/actors/stepped.hpp"
#include "tests/actors/store_fixture.hpp"

namespace waybill::tests {

struct stepped_import : store_world, stepped {
  static constexpr std::size_t records = 7, chunk_records = 2;

  stepped_import() : store_world(collection_store::usual_generations, std::make_unique<refusing_log>()) {
    std::ofstream{directory.path() + "/file.json"} << text;
    writer = spawn_log_actor(system(), *log);
    keeper = spawn_store_actor(system(), *store, *log, writer, index.handle(), clock());
    around = std::make_shared<const import_surroundings>(
        import_surroundings{writer, keeper, registry.handle(), janitor.handle(), clock(), directory.path(),
                            import_limits{}, reading_limits{.chunk_records = chunk_records}, 2});
    run();
  }
  ~stepped_import() {
    end(import);
    end(keeper);
    end(writer);
  }
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
    const import_submitted what{id,
                                owner,
                                "bookmarks",
                                "auto",
                                R"({"on_duplicate":"skip"})",
                                {"a.json", "file.json", text.size(), sha256_of(text)},
                                ""};
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
  [[nodiscard]] auto disk() -> refusing_log& { return dynamic_cast<refusing_log&>(*log); }

  /// What the log has of the import: "submitted parsing_started ...".
  [[nodiscard]] auto story() const -> std::string {
    std::string told;
    const auto events = log->read_stream(import_stream(id), 1, 1'000);
    REQUIRE(events);
    for (const auto& event : *events) {
      constexpr std::string_view before = "import.", after = ".v1";
      const std::string_view tag = event.head.tag;
      told += (told.empty() ? "" : " ") +
              std::string(tag.substr(before.size(), tag.size() - before.size() - after.size()));
    }
    return told;
  }
  /// How many records were applied; each once, in their order, as bookmarks that were not there.
  [[nodiscard]] auto applied() const -> std::size_t {
    std::size_t all = 0;
    const auto chunks = log->read_stream(collection_stream("bookmarks", owner), 1, 1'000);
    REQUIRE(chunks);
    for (const auto& chunk : *chunks) {
      chunk_header head;
      REQUIRE(decode_chunk_header(chunk.payload, head));
      CHECK(head.first_record == all + 1);
      CHECK(head.counts.created == head.counts.processed());
      all += head.counts.processed();
    }
    return all;
  }

  const std::string text = many(records);
  import_id id;
  log_actor writer;
  probe<projector_actor> index{system()};
  store_actor keeper;
  probe<registry_actor> registry{system()};
  probe<janitor_actor> janitor{system()};
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

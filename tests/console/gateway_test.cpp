// The gateway of a real engine, and peers who mean well or not.
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>

#include "tests/console/house.hpp"
#include "tests/process_figures.hpp"

using namespace waybill;
using namespace waybill::console;
using namespace waybill::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

TEST_CASE(
    "given a server, when its console opens, then its files are its owner's alone and gone at its end") {
  console_house house;
  const auto place = read_place(house.config.data_directory);
  REQUIRE(place);
  CHECK(place->address == house.door->address());
  CHECK(place->version == protocol_version);
  struct stat about {};
  REQUIRE(::stat(secret_path(house.config.data_directory).c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  const auto before = house.secret();
  house.door->stop();
  CHECK(read_place(house.config.data_directory).why().code == errc::not_found);
  CHECK_FALSE(read_secret(secret_path(house.config.data_directory)));
  house.door = std::move(*gateway::start(*house.core, house.config, {}));
  CHECK(house.secret() != before);
}

TEST_CASE("given a process that is gone, when its console is looked for, then that is said") {
  const tests::temporary_directory here;
  // Beyond what the system gives as a process id.
  REQUIRE(write_files(here.path(), {{"127.0.0.1", 1}, protocol_version, 2'000'000'000}, digest{}));
  CHECK_THAT(read_place(here.path()).why().message, Contains("runs no more"));
}

TEST_CASE(
    "given a copy of a directory in use, when its console is looked for, then it is not the original's") {
  console_house house;
  const tests::temporary_directory here;
  const auto copy = here.path() + "/copy";
  std::filesystem::create_directory(copy);
  for (const auto* name : {"/console", "/console.secret"})
    std::filesystem::copy_file(house.config.data_directory + name, copy + name);
  const auto refused = read_place(copy);
  REQUIRE_FALSE(refused);
  CHECK(refused.why().code == errc::not_found);
  const auto original = std::filesystem::canonical(house.config.data_directory).string();
  CHECK_THAT(refused.why().message, Contains("is a copy") && Contains("'" + original + "'"));
  // Another way to the same directory is none.
  std::filesystem::create_directory_symlink(house.config.data_directory, here.path() + "/way");
  CHECK(read_place(here.path() + "/way"));
}

TEST_CASE("given a disk without room, when the console's files are to be written, then that is why not") {
  const tests::temporary_directory here;
  const auto handled = ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const rlimit none{0, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &none) == 0);
  const auto written = write_files(here.path(), {{"127.0.0.1", 1}, protocol_version, 1}, digest{});
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, handled);
  REQUIRE_FALSE(written);
  CHECK(written.why().code == errc::storage_full);
}

TEST_CASE("given an address that others reach, when the console is to listen there, then it says why not") {
  console_house house;
  house.config.console_listen = "0.0.0.0:0";
  const auto refused = gateway::start(*house.core, house.config, {});
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.why().message, Contains("without TLS") && Contains("console.allow_remote"));
  house.config.console_listen = "";
  CHECK(*gateway::start(*house.core, house.config, {}) == nullptr);
}

TEST_CASE(
    "given an operator, when they change something, then it is done, and the log says who, when, what") {
  console_house house;
  const auto anna = house.enter();
  CHECK(told<status_told>(anna->ask(status_asked{})).version == "waybill test");
  told<done_told>(anna->ask(order_seats{3}));
  CHECK(told<status_told>(anna->ask(status_asked{})).seats == 3);
  told<done_told>(anna->ask(order_drain{true}));
  const auto refused = house.try_submit(tests::many(1));
  REQUIRE_FALSE(refused);
  CHECK(refused.why().code == errc::unavailable);
  CHECK(refused.why().retry_after_s > 0);
  CHECK(told<status_told>(anna->ask(status_asked{})).draining);
  told<done_told>(anna->ask(order_drain{false}));
  house.completed(house.submit(tests::many(3)));
  const auto kept = house.core->log().read_stream("operator/anna", 1, 10);
  REQUIRE(kept);
  REQUIRE(kept->size() == 3);
  CHECK(kept->front().head.by == "operator/anna");
  CHECK(kept->front().head.tag == "operator.command_given.v1");
}

TEST_CASE("given imports of anybody, when an operator commands them, then each says what became of it") {
  console_house house;
  const auto anna = house.enter();
  const auto id = house.submit(tests::many(3)).value;
  house.completed({id});
  const auto all = told<imports_told>(anna->ask(imports_asked{"completed", 10, ""}));
  REQUIRE(all.items.size() == 1);
  CHECK(all.items.front().id == id);
  CHECK(all.items.front().processed == 3);
  CHECK(told<import_told>(anna->ask(import_asked{id})).owner == house.owner.value);
  const auto changes = told<changes_told>(anna->ask(order_imports{"cancel", {id, "imp_none"}}));
  REQUIRE(changes.items.size() == 2);
  CHECK(changes.items[0].code == "wrong_status");
  CHECK(changes.items[1].code == "not_found");
  CHECK(anna->ask(order_imports{"remove", {id}}).why().code == errc::bad_value);
  CHECK(anna->ask(order_level{"loud"}).why().code == errc::bad_value);
  CHECK(anna->ask(order_seats{0}).why().code == errc::bad_value);
  CHECK(anna->ask(imports_asked{"lost", 10, ""}).why().code == errc::bad_value);
}

TEST_CASE(
    "given a server, when an operator asks for its actors, then each tells about itself, busiest first") {
  console_house house;
  const auto anna = house.enter();
  house.completed(house.submit(tests::many(50)));
  const auto all = told<actors_told>(anna->ask(actors_asked{}));
  CHECK(all.total == all.items.size());
  const auto named = [&](const std::string& name) {
    const auto found = std::ranges::find(all.items, name, &actor_told::name);
    INFO(name);
    REQUIRE(found != all.items.end());
    return *found;
  };
  for (const auto* const name :
       {"accounts", "backups", "janitor", "projector control", "projects", "registry"})
    CHECK(named(name).restarts == 0);
  CHECK(named("log").handled > 3);
  CHECK(named("log").busy_us > 0);
  CHECK(named("log").own_thread);
  CHECK_FALSE(named("accounts").own_thread);
  CHECK(named("store").handled > 0);
  // It is at work on this very question.
  CHECK(named("console session of anna").mailbox == 1);
  CHECK(named("console session of anna").at_work_us > 0);
  CHECK(std::ranges::is_sorted(all.items, std::ranges::greater{}, &actor_told::mailbox));
  CHECK(told<actors_told>(anna->ask(actors_asked{2})).items.size() == 2);
}

TEST_CASE(
    "given an operator at rest, when they say that they are here, then they hear it, and the log has "
    "nothing") {
  console_house house;
  const auto anna = house.enter();
  const auto before = house.core->log().tail();
  told<done_told>(anna->ask(still_here{}));
  CHECK(house.core->log().tail() == before);
  CHECK(anna->alive());
}

TEST_CASE("given a server that has gone, when an operator asks, then they know that nothing will be heard") {
  console_house house;
  const auto anna = house.enter();
  house.door->stop();
  CHECK(anna->ask(status_asked{}).why().code == errc::unavailable);
  CHECK_FALSE(anna->alive());
}

TEST_CASE("given who hung up, when they ask, then there is no answer, at once") {
  console_house house;
  const auto anna = house.enter();
  anna->hang_up();
  CHECK(anna->ask(status_asked{}).why().code == errc::unavailable);
  CHECK_FALSE(anna->alive());
}

TEST_CASE("given an operator, when they ask for the end, then they hear the answer, and the server is told") {
  console_house house;
  const auto anna = house.enter();
  told<done_told>(anna->ask(order_stop{}));
  CHECK(house.stopped.get_future().wait_for(house.patience) == std::future_status::ready);
}

TEST_CASE("given a wrong secret, when a peer proves it, then it is told, and has no session") {
  console_house house;
  auto other = house.secret();
  other[0] ^= 1;
  const auto refused = client::connect(house.door->address(), other, "anna", house.patience);
  REQUIRE_FALSE(refused);
  CHECK(refused.why().code == errc::unauthorized);
  CHECK(house.door->sessions() == 0);
}

TEST_CASE("given garbage instead of a greeting, when it comes, then the peer is cut off") {
  console_house house;
  const auto peer = house.knock();
  REQUIRE(send_all(peer, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", steady::now() + house.patience));
  CHECK(console_house::is_closed(peer));
}

TEST_CASE("given half a handshake, when its time is over, then the peer is cut off") {
  gateway_plan soon;
  soon.half_open_time = 50ms;
  console_house house{soon};
  const auto peer = house.knock();
  REQUIRE(send_all(peer, "WAYBILL CON", steady::now() + house.patience));
  CHECK(console_house::is_closed(peer));
  CHECK(house.door->half_open() == 0);
}

TEST_CASE("given 500 silent peers, when they knock, then 32 are borne, and imports go on") {
  gateway_plan plan;
  plan.half_open_time = 2s;
  console_house house{plan};
  const auto before_kib = tests::resident_kib(::getpid());
  std::vector<descriptor> peers;
  for (int i = 0; i < 500; ++i) {
    if (auto socket = connect_to(house.door->address(), steady::now() + house.patience))
      peers.push_back(std::move(*socket));
    CHECK(house.door->half_open() <= 32);
  }
  constexpr std::uint64_t few_kib = 16 << 10;
  CHECK(tests::resident_kib(::getpid()) < before_kib + few_kib * tests::slowness);
  house.completed(house.submit(tests::many(50)));
  std::size_t cut = 0;
  for (const auto& one : peers) cut += console_house::is_closed(one) ? 1U : 0U;
  CHECK(cut == peers.size());
  CHECK(house.door->turned_away() == peers.size());
  CHECK(std::holds_alternative<status_told>(*house.enter()->ask(status_asked{})));
}

TEST_CASE(
    "given an operator, when a frame of 4 GiB is announced, then they are cut off, and nothing is kept") {
  console_house house;
  const auto peer = house.trusted();
  REQUIRE(send_all(peer, "\xff\xff\xff\xff" + std::string(1'000, 'x'), steady::now() + house.patience));
  CHECK(console_house::is_closed(peer));
  told<status_told>(house.enter()->ask(status_asked{}));
}

TEST_CASE("given an operator, when bytes come that are no message, then they are told, and cut off") {
  console_house house;
  const auto peer = house.trusted();
  REQUIRE(send_frame(peer, "garbage", steady::now() + house.patience));
  const auto frame = receive_frame(peer, longest_answer_frame, steady::now() + house.patience);
  REQUIRE(frame);
  const auto heard = decode_answer(*frame);
  REQUIRE(heard);
  CHECK(std::get<refused>(*heard).code == "bad_request");
  CHECK(console_house::is_closed(peer));
}

TEST_CASE("given an operator who says nothing, when the time is over, then the session ends") {
  gateway_plan soon;
  soon.silent_time = 50ms;
  console_house house{soon};
  CHECK(console_house::is_closed(house.trusted()));
}

TEST_CASE("given as many sessions as there may be, when one more comes, then it is told so") {
  gateway_plan few;
  few.most_sessions = 1;
  console_house house{few};
  const auto anna = house.enter();
  CHECK(client::connect(house.door->address(), house.secret(), "bob", house.patience).why().code ==
        errc::busy);
  told<status_told>(anna->ask(status_asked{}));
}

TEST_CASE("given sessions and strangers, when the gateway stops, then all are cut off") {
  console_house house;
  const auto stranger = house.knock();
  const auto peer = house.trusted();
  house.door->stop();
  CHECK(console_house::is_closed(stranger));
  CHECK(console_house::is_closed(peer));
}

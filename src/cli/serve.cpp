#include "cli/serve.h"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <string>

#include "cli/shared_options.h"
#include "serve/serve.h"

namespace jonbar {

namespace {

constexpr std::chrono::milliseconds kPatience(800);

}  // namespace

void add_serve(CLI::App& parser, Request& request) {
    serve::ServeOptions& options = request.serve;
    CLI::App* command = parser.add_subcommand(
        "serve", "Serve a folder of scenarios as a laboratory, to this machine's browser");
    command->footer("Example:\n  jonbar serve scenarios");
    command->callback([&request] { request.command = "serve"; });
    command->add_option("DIR", options.folder, "the folder of scenarios (default: this one)")
        ->type_name("");
    command->add_option("--port", options.port, "the port (default 8465); 0: any that is free")
        ->type_name("N")
        ->check(CLI::Range(0, 65535));
    command
        ->add_option("--host", options.host,
                     "the address to listen on (default 127.0.0.1, which only this machine "
                     "reaches); any other needs --token")
        ->type_name("ADDR");
    command
        ->add_option("--token", options.token,
                     "what clients must know: a browser opens /?token=TOKEN once")
        ->type_name("TOKEN");
    command
        ->add_option("--name", options.names,
                     "by which clients may call the host besides its address; may be repeated")
        ->type_name("HOST")
        ->allow_extra_args(false);
    command
        ->add_option("--threads", options.threads,
                     "threads of one question (default: one per core)")
        ->type_name("N")
        ->check(CLI::Range(1, 1024));
    command
        ->add_option("--max-histories", options.histories_max,
                     "histories of one question, at most (default 10,000,000)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{16}, std::uint64_t{1'000'000'000'000}));
    command
        ->add_option("--max-particles", options.particles_max,
                     "histories under the record of one question, at most (default 1,000,000)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{32}, std::uint64_t{1'000'000'000}));
    add_memory(*command, options.memory);
    command
        ->add_option("--max-seconds", options.seconds_max,
                     "time of one question, at most (default 600)")
        ->type_name("S")
        ->check(CLI::Range(0.1, 1e7));
    command
        ->add_option("--max-request", options.request_size_max,
                     "bytes of one request, at most (default 1,048,576)")
        ->type_name("N")
        ->check(CLI::Range(std::size_t{1024}, std::size_t{64} << 20U));
    command
        ->add_option("--max-questions", options.questions_max,
                     "questions that are computed or wait, at most (default 16)")
        ->type_name("N")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1000}));
    command
        ->add_option("--max-plays", options.plays_max,
                     "games that are kept, at most (default 16); the one used longest ago is "
                     "forgotten first")
        ->type_name("N")
        ->check(CLI::Range(std::size_t{1}, std::size_t{10'000}));
    command
        ->add_option("--library", options.library,
                     "folder of the modules that `use` names (default: the installed one)")
        ->type_name("DIR");
}

Status serve_folder(const Request& request) {
    // All threads inherit the mask, so that the signals come to who waits for them below.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    serve::Server server(request.serve);
    server.start();
    std::printf("jonbar serves %s at %s\n", request.serve.folder.c_str(), server.address().c_str());
    std::puts("Ctrl-C stops it.");
    std::fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);  // the next one ends the program at once
    auto stopped = std::async(std::launch::async, [&server] { server.stop(); });
    // A step of a long computation may not see the flag at once. Nothing is written, so nothing is
    // lost by not waiting for it.
    if (stopped.wait_for(kPatience) == std::future_status::timeout) std::_Exit(0);
    return Status::Done;
}

}  // namespace jonbar

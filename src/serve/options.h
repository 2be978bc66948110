// How the laboratory is served, and its limits.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace jonbar::serve {

struct ServeOptions {
    std::string folder = ".";  // of the scenarios; nothing else is read but the library
    std::string library{};     // folder of the modules that `use` names; empty: the installed one
    std::string host = "127.0.0.1";
    int port = 8465;      // 0: any that is free
    std::string token{};  // asked of every client; must be given where others can connect
    std::vector<std::string> names{};  // by which clients may call the host, besides its address
    int threads = 0;                   // of one question; 0: one per core

    std::uint64_t histories_max = 10'000'000;    // of one question
    std::uint64_t particles_max = 1'000'000;     // likewise
    std::uint64_t memory = 0;                    // bytes that may be used; 0: what is free
    double seconds_max = 600;                    // likewise
    std::size_t request_size_max = 1U << 20U;    // bytes of a request's body
    std::size_t plays_max = 16;                  // games that are kept
    double play_idle_seconds = 7200;             // one that is not used for longer is forgotten
    std::size_t questions_max = 16;              // computed or waiting
    std::size_t runners = 2;                     // questions computed at a time
    std::size_t answers_size_max = 64U << 20U;   // bytes of the answers that are kept
    std::uint64_t samples_size_max = 1U << 30U;  // bytes of the posteriors that are kept
    std::size_t connections = 64;                // served at a time
    std::size_t connections_waiting = 192;       // more are refused
    double request_seconds = 10;                 // to send a request, or to take an answer
};

}  // namespace jonbar::serve

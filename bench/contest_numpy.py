#!/usr/bin/python3
"""bench/scenarios/contest.jon with NumPy, vectorised over histories. Draws are NumPy's own, so that answers agree with
the engine's in distribution only.

usage: contest_numpy.py HISTORIES [SEED]     prints one line of JSON: histories, seconds of the processor,
means
"""
import json
import sys
import time

import numpy

STEPS = 120
AGES = numpy.array([61, 58, 49, 66, 44, 53, 38, 71, 47, 55], dtype=float)
FOLLOWERS = numpy.array([14, 11, 8, 8, 8, 10, 8, 9, 8, 8], dtype=float)
FAME = numpy.array([1, 1, 1, 3, 1, 1, 2, 1, 1, 1], dtype=float)
PEOPLE = len(AGES)
BATCH = 4096  # histories at a time; the fastest of 1024, 4096, 16384, 65536
Z95 = 1.6448536269514722


def lognormal(random, low, high, count):
    """A lognormal number with 5 % below `low` and 5 % above `high`."""
    mu, sigma = (numpy.log(low) + numpy.log(high)) / 2, (numpy.log(high) - numpy.log(low)) / (2 * Z95)
    return numpy.exp(mu + sigma * random.standard_normal(count))[:, None]


def logistic(x):
    return 1 / (1 + numpy.exp(-x))


class Contest:
    """`count` histories; arrays are [history, person]."""

    def __init__(self, random, count):
        shape = (count, PEOPLE)
        self.random, self.count, self.rows = random, count, numpy.arange(count)
        self.people = numpy.arange(PEOPLE)
        self.patronage = lognormal(random, 0.005, 0.03, count)
        self.frailty = lognormal(random, 0.0015, 0.006, count)
        self.scandal_rate = lognormal(random, 0.05, 0.3, count)
        self.boldness = 0.5 * random.standard_normal(count)[:, None]
        self.loyalty = (2 + 0.5 * random.standard_normal(count))[:, None, None]
        self.skill = random.triangular(0, 0.5, 1, shape)
        self.nerve = random.random(shape)
        self.tie = numpy.clip(0.4 * random.standard_normal((count, PEOPLE, PEOPLE)), -1, 1)
        self.alive = numpy.ones(shape, dtype=bool)
        self.bidding = numpy.zeros(shape, dtype=bool)
        self.age = numpy.tile(AGES, (count, 1))
        self.followers = numpy.tile(FOLLOWERS, (count, 1))
        self.fame = numpy.tile(FAME, (count, 1))
        self.ally = numpy.full(shape, -1)
        self.holder = numpy.zeros(count, dtype=int)
        self.falls = numpy.zeros(count, dtype=int)

    def power(self):
        return numpy.where(self.alive, self.followers * (0.5 + self.skill) + 2 * self.fame, 0.0)

    def backing(self):
        power = self.power()
        follows = (self.ally[:, :, None] == self.people) & self.alive[:, :, None]
        return power + numpy.einsum("hq,hqp->hp", power, follows)

    def appoint(self):
        held = (self.holder >= 0)[:, None] & self.alive
        grown = numpy.where(self.people == self.holder[:, None],
                            self.followers + self.patronage * (100 - self.followers),
                            self.followers - self.patronage * 0.5 * self.followers)
        self.followers = numpy.where(held, numpy.clip(grown, 0, 100), self.followers)

    def talk(self):
        self.age += self.alive / 12
        moved = self.fame - 0.05 * self.fame + 0.2 * self.random.standard_normal(self.fame.shape)
        self.fame = numpy.where(self.alive, numpy.clip(moved, -5, 10), self.fame)

    def happens(self, yearly_rate):
        return self.alive & (self.random.random(self.alive.shape) < -numpy.expm1(-yearly_rate / 12))

    def die(self):
        dead = self.happens(self.frailty * numpy.exp(0.09 * (self.age - 50)))
        self.alive &= ~dead
        self.bidding &= ~dead
        held = self.holder >= 0
        self.holder[held & dead[self.rows, self.holder]] = -1

    def disgrace(self):
        low = self.happens(self.scandal_rate * (1.5 - self.skill))
        count = numpy.count_nonzero(low)
        self.fame[low] = numpy.clip(self.fame[low] - self.random.exponential(1 / 0.8, count), -5, 10)
        self.followers[low] *= 0.8

    def choose_sides(self):
        worth = self.loyalty * self.tie + 0.03 * self.power()[:, None, :]
        there = self.alive[:, None, :] & ~numpy.eye(PEOPLE, dtype=bool)
        worths = numpy.empty((self.count, PEOPLE, PEOPLE + 1))
        worths[:, :, :PEOPLE] = numpy.where(there, worth, -numpy.inf)
        worths[:, :, PEOPLE] = 0.5
        best = numpy.argmax(worths - numpy.log(self.random.standard_exponential(worths.shape)), axis=2)
        self.ally = numpy.where(self.alive, numpy.where(best == PEOPLE, -1, best), self.ally)

    def make_bids(self):
        may = self.alive & (self.holder >= 0)[:, None] & (self.people != self.holder[:, None])
        worth = self.boldness + 2 * self.nerve + 0.05 * (self.backing() - 30) - 3
        strikes = self.random.random(worth.shape) < logistic(worth)
        self.bidding = numpy.where(may, strikes, self.bidding)

    def vote(self):
        swing = 0.7 * self.random.standard_normal(self.count)[:, None]
        worth = 0.3 + self.tie[self.rows, :, self.holder] - 1.5 * self.bidding
        weight = self.alive * (5 + numpy.floor(self.followers))
        yes = (self.random.random(worth.shape) < logistic(worth + swing)) * weight
        lost = (self.holder >= 0) & ~(yes.sum(axis=1) > 0.5 * weight.sum(axis=1))
        self.holder[lost] = -1
        self.falls += lost

    def succeed(self):
        vacant = self.holder < 0
        if vacant.any():
            backing = numpy.where(self.alive, self.backing(), -numpy.inf)
            self.holder = numpy.where(vacant & self.alive.any(axis=1), backing.argmax(axis=1), self.holder)

    def run(self):
        for step in range(STEPS):
            self.appoint()
            self.talk()
            self.die()
            self.disgrace()
            if step % 3 == 0:
                self.choose_sides()
                self.make_bids()
            if step % 12 == 5:
                self.vote()
            self.succeed()


def main():
    histories = int(sys.argv[1])
    random = numpy.random.Generator(numpy.random.SFC64(int(sys.argv[2]) if len(sys.argv) > 2 else 1))
    totals = numpy.zeros(4)
    begin = time.process_time()
    for first in range(0, histories, BATCH):
        contest = Contest(random, min(BATCH, histories - first))
        contest.run()
        totals += [numpy.count_nonzero(contest.holder == 0), contest.alive.sum(), contest.falls.sum(),
                   contest.power().max(axis=1).sum()]
    seconds = time.process_time() - begin
    means = dict(zip(["ada_leads", "living", "fallen", "strongest"], (totals / histories).tolist()))
    print(json.dumps({"histories": histories, "seconds": seconds, "means": means}))


if __name__ == "__main__":
    main()

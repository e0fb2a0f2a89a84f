"""Events between services: nothing is lost, and every effect happens once.

- A service writes an event in the transaction of the change that it tells of:
  `await outbox.add(transaction, Event("orders/1", version, OrderPlaced(order=…)))`.
- A relay in every replica publishes what is in the outbox to NATS JetStream, those of one aggregate
  in the order of their versions: `relaying(database, broker)`. One replica does it at a time.
- A consumer handles an event and notes that it did in one transaction:
  `consuming(database, broker, name="shipping", handlers={OrderConfirmed: confirmed})`, where
  `async def confirmed(queries: Queries, received: Received) -> None`. An event that cannot be
  handled is put aside as a dead letter, for a person to look at (`mesh dead-letters`).

`broker.connect(url, name)` need not find a broker: events wait in the outbox until it does. On the
wire an event is a CloudEvent in the protobuf format (`envelope`). The tables are those of this
package's migrations, which a service has that has a module `events`.
"""

"""Events between services: nothing is lost, and every effect happens once.

- A service writes an event in the transaction of the change that it tells of (`outbox.add`).
- A relay in every replica publishes what is in the outbox to NATS JetStream, those of one aggregate
  in the order of their versions (`relay.relaying`). One replica does it at a time.
- A consumer handles an event and notes that it did in one transaction (`consumer.consuming`). An
  event that cannot be handled is put aside as a dead letter, for a person to look at.

On the wire an event is a CloudEvent in the protobuf format (`envelope`).
"""
